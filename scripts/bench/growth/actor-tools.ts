import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { openLocal, type Scale, type Subject } from './scale.ts'

/** How often to look whether all Actors have become tools, in milliseconds. */
const LOOK_MS = 50

const listed = z.looseObject({ tools: z.array(z.looseObject({ name: z.string() })) })

/** Writes Actors with an input each. */
function writeActors(dir: string, count: number): void {
  for (let n = 0; n < count; n++) {
    const folder = join(dir, `shop-${n}`)
    mkdirSync(join(folder, '.actor'), { recursive: true })
    const input = {
      title: 'Input',
      type: 'object',
      schemaVersion: 1,
      properties: {
        url: {
          title: 'Address',
          type: 'string',
          editor: 'textfield',
          description: 'A page of the shop.',
        },
        maxPages: { title: 'Pages', type: 'integer', description: 'The most pages.', default: 10 },
      },
      required: ['url'],
    }
    const definition = { actorSpecification: 1, name: `shop-${n}`, version: '0.1', input }
    writeFileSync(join(folder, '.actor', 'actor.json'), JSON.stringify(definition))
    writeFileSync(join(folder, 'main.js'), '')
  }
}

async function untilListed({ request }: Subject, count: number): Promise<void> {
  for (;;) {
    const { tools } = listed.parse(await request('tools/list'))
    if (tools.filter(({ name }) => name.includes('shop-')).length === count) return
    await sleep(LOOK_MS)
  }
}

/** Actors that are tools. */
export function actorTools(dir: string): Scale {
  const open = async (size: number): Promise<Subject> => {
    const names = Array.from({ length: size }, (_, n) => `local/shop-${n}`)
    const flags = ['--actors', join(dir, `actors-${size}`), '--actor-tools', names.join(',')]
    const subject = await openLocal(size, join(dir, `tools-${size}`), flags)
    await untilListed(subject, size)
    return subject
  }
  return {
    name: 'Actors as tools',
    sizes: [1, 10, 50, 200],
    per: { count: 1, name: 'tool' },
    async open(size) {
      writeActors(join(dir, `actors-${size}`), size)
      return open(size)
    },
    measures: [
      {
        name: 'start of a server, until all are listed',
        expected: 'linear',
        isFirst: true,
        act: async ({ size }) => (await open(size)).close(),
      },
      { name: 'tools/list', expected: 'linear', act: ({ request }) => request('tools/list') },
      {
        name: 'get one',
        expected: 'flat',
        act: ({ call }) => call('get_actor', { actorId: 'local/shop-0' }),
      },
      {
        name: 'whoami, which counts them',
        expected: 'linear',
        act: ({ call }) => call('whoami', {}),
      },
    ],
  }
}
