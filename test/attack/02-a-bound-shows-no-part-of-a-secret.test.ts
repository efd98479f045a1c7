import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { unpacked, zippedFiles } from '../../tools/support/dataset-pages/zip-archive.ts'
import {
  around,
  expectHidden,
  OWN,
  SECRETS,
  stepAt,
  wholeOf,
} from '../support/attack/hidden-parts.ts'
import { type AttackedServer, DOORS, openServer } from '../support/attack/open-server.ts'
import { startFakeApify } from '../support/fake-apify/apify.ts'
import { BUILD, RUN, seed } from '../support/seeded-server.ts'

type Fake = Awaited<ReturnType<typeof seed>>
type Call = AttackedServer['call']

function record(fake: Fake, key: string, body: string | Buffer, contentType: string): object {
  fake.records.set(`store1/${key}`, { body, contentType })
  return { storeId: 'store1', recordKey: key }
}

/** Texts that some bound cuts, which has its place somewhere after as many characters. */
const BOUNDS: Record<
  string,
  { chars: number; read: (fake: Fake, text: string, call: Call) => Promise<unknown> }
> = {
  'a status message in a result': {
    chars: 400,
    read(fake, text, call) {
      fake.setRun({ ...RUN, statusMessage: text })
      return call('get_run', { runId: 'run1' })
    },
  },
  'an error of the API': {
    chars: 400,
    read(fake, text, call) {
      fake.on('GET /v2/actor-runs/bad', (_, response) => {
        response.writeHead(400).end(JSON.stringify({ error: { type: 'bad', message: text } }))
        return undefined
      })
      return call('get_run', { runId: 'bad' })
    },
  },
  'the title of a page of a gateway': {
    chars: 100,
    read(fake, text, call) {
      fake.on('GET /v2/actor-runs/page', (_, response) => {
        response.writeHead(403).end(`<html><title>${text}</title></html>`)
        return undefined
      })
      return call('get_run', { runId: 'page' })
    },
  },
  'the first bytes of a file': {
    chars: 16,
    read: (fake, text, call) =>
      call('get_record', record(fake, 'file', `\u0000${text}`, 'application/octet-stream')),
  },
  'a description in an input schema': {
    chars: 160,
    read(fake, text, call) {
      const properties = { a: { type: 'string', title: 'A', description: text } }
      const inputSchema = JSON.stringify({ type: 'object', properties })
      fake.catalog.builds.set('alice~crawler', { ...BUILD, inputSchema })
      return call('get_actor', { actorId: 'alice/crawler', section: 'input' })
    },
  },
}

const blobs = z.object({ blob: z.string() })

/** Returns the texts of the files in the workbook that an answer has, if it has one. */
function filesIn({ result }: Awaited<ReturnType<AttackedServer['ask']>>): string[] {
  const found = (result?.content ?? []).flatMap(
    ({ resource }) => blobs.safeParse(resource).data?.blob ?? [],
  )
  return found.flatMap((blob) =>
    zippedFiles(Buffer.from(blob, 'base64')).map((file) => unpacked(file).toString()),
  )
}

describe.each(DOORS)('$name', (door) => {
  async function open(args: string[] = []) {
    const fake = await seed(await startFakeApify(wholeOf(OWN)))
    return { fake, ...(await openServer(door, { fake, args })) }
  }

  it.each(SECRETS)(
    `02 a bound that cuts $name shows none of it, over ${door.name}`,
    async (secret) => {
      const { fake, call } = await open()
      for (const [way, { chars, read }] of Object.entries(BOUNDS)) {
        for (let inside = 1; inside < wholeOf(secret).length + 2; inside += stepAt(door)) {
          const text = `${'ab '.repeat(chars).slice(0, chars - inside)}${wholeOf(secret)}`
          expectHidden(await read(fake, text, call), secret, `${way}, cut after ${inside}`)
        }
      }
    },
  )

  it.each(SECRETS)(
    `02 a budget that cuts $name shows none of it, over ${door.name}`,
    async (secret) => {
      const { fake, call } = await open(['--max-result-tokens=1000'])
      for (let pad = 0; pad < 60; pad += 5 * stepAt(door)) {
        const text = `${'ab '.repeat(1000 + pad)}${`x${wholeOf(secret)} `.repeat(200)}`
        fake.datasets.set('rows', [{ a: text }])
        fake.logs.set('run1', `${text}\n`)
        fake.setRun({ ...RUN, status: 'FAILED', statusMessage: text })
        const json = record(fake, 'OUTPUT', JSON.stringify({ a: text }), 'application/json')
        const calls: [string, object][] = [
          ['list_dataset_items', { datasetId: 'rows' }],
          ['list_dataset_items', { datasetId: 'rows', format: 'csv' }],
          ['list_dataset_items', { datasetId: 'rows', fields: ['a'], offset: 0, charOffset: pad }],
          ['get_dataset', { datasetId: 'rows' }],
          ['get_record', json],
          ['get_record', { ...json, offset: pad }],
          ['get_log', { runId: 'run1' }],
          ['get_log', { runId: 'run1', search: 'ab' }],
          ['get_run', { runId: 'run1' }],
        ]
        for (const [tool, args] of calls)
          expectHidden(
            await call(tool, args),
            secret,
            `${tool} ${JSON.stringify(args)} after ${pad}`,
          )
      }
    },
  )

  it.each(SECRETS)(
    `02 a log that is torn in $name shows none of it, over ${door.name}`,
    async (secret) => {
      const { fake, call } = await open()
      const value = wholeOf(secret)
      for (let inside = 1; inside < value.length; inside += 4 * stepAt(door)) {
        // The window of the last lines begins inside of the secret, and a colour stands in it.
        fake.logs.set('run1', `${value}${'x'.repeat(2_000_000 - inside)}`)
        expectHidden(await call('get_log', { runId: 'run1' }), secret, `torn after ${inside}`)
        fake.logs.set('run1', `${value.slice(0, inside)}\u001b[0m${value.slice(inside)}\n`)
        expectHidden(await call('get_log', { runId: 'run1' }), secret, `coloured after ${inside}`)
      }
    },
  )

  it.each(SECRETS)(`02 no format of rows shows $name, over ${door.name}`, async (secret) => {
    const { fake, ask } = await open()
    fake.datasets.set('rows', [
      { a: around(secret), [wholeOf(secret)]: 1, b: [`<${wholeOf(secret)}>`] },
    ])
    for (const format of ['json', 'jsonl', 'csv', 'xml', 'html', 'rss', 'xlsx']) {
      const args = { datasetId: 'rows', format }
      const answer = await ask('tools/call', { name: 'list_dataset_items', arguments: args })
      expect(answer.result?.isError, format).not.toBe(true)
      expectHidden([answer, ...filesIn(answer)], secret, format)
    }
  })
})
