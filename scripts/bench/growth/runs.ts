import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { runId, writeRuns, writeStorages } from './run-folder.ts'
import { openLocal, type Scale } from './scale.ts'

const ACTOR = {
  '.actor/actor.json': JSON.stringify({ actorSpecification: 1, name: 'idle', version: '0.1' }),
  'package.json': JSON.stringify({ type: 'module', scripts: { start: 'node main.js' } }),
  'main.js': 'process.exitCode = 0\n',
}

const ended = z.looseObject({
  structuredContent: z.looseObject({ status: z.literal('SUCCEEDED') }),
})

/** Writes an Actor that ends at once, and returns its folder. */
function writeActor(dir: string): string {
  const folder = join(dir, 'idle')
  mkdirSync(join(folder, '.actor'), { recursive: true })
  for (const [path, text] of Object.entries(ACTOR)) writeFileSync(join(folder, path), text)
  return folder
}

/** Runs of the local platform. */
export function runs(dir: string): Scale {
  const actor = writeActor(dir)
  return {
    name: 'runs of a folder',
    sizes: [100, 1_000, 10_000, 100_000],
    per: { count: 1000, name: '1,000 runs' },
    async open(size) {
      const data = join(dir, `runs-${size}`)
      writeRuns(data, size)
      writeStorages(data, size - 1)
      return openLocal(size, data, ['--actors', actor])
    },
    measures: [
      {
        name: 'first list of a start',
        expected: 'linear',
        isFirst: true,
        act: ({ call }) => call('list_runs', { limit: 10 }),
      },
      { name: 'list', expected: 'flat', act: ({ call }) => call('list_runs', { limit: 10 }) },
      {
        name: 'list in the middle',
        expected: 'flat',
        act: ({ call, size }) => call('list_runs', { limit: 10, offset: size >> 1 }),
      },
      {
        name: 'list of an Actor',
        expected: 'flat',
        act: ({ call }) => call('list_runs', { limit: 10, actorId: 'local/idle' }),
      },
      {
        name: 'list by status',
        expected: 'flat',
        act: ({ call }) => call('list_runs', { limit: 10, status: 'FAILED' }),
      },
      {
        name: 'get one',
        expected: 'flat',
        act: ({ call, size }) => call('get_run', { runId: runId(size - 1) }),
      },
      {
        name: 'start, until it ends',
        expected: 'flat',
        act: async ({ call }) =>
          ended.parse(await call('run_actor', { actorId: 'local/idle', waitSecs: 30 })),
      },
    ],
  }
}
