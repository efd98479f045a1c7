import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { ENVIRONMENT, MAIN, type Server, startServer } from './process.ts'
import { median, type Report, type Row, timed } from './table.ts'

const ROUNDS = 7
/** Calls of the fast tools in one round. */
const CALLS = 30
const ROWS = 100

const ACTOR = {
  '.actor/actor.json': JSON.stringify({ actorSpecification: 1, name: 'idle', version: '0.1' }),
  'package.json': JSON.stringify({ type: 'module', scripts: { start: 'node main.js' } }),
  'main.js': 'process.exitCode = 0\n',
}

const ended = z.looseObject({
  datasetId: z.string(),
  storeId: z.string(),
  status: z.literal('SUCCEEDED'),
})

const rows = Array.from({ length: ROWS }, (_, i) => ({
  url: `https://shop.example.com/chairs/${i}`,
  title: `Wooden chair no. ${i}`,
  price: (i * 37) % 1000,
}))
const rowsText = rows.map((row) => `${JSON.stringify(row)}\n`).join('')

/** Appends rows to a file and flushes them to disk. */
async function append(file: string): Promise<void> {
  const handle = await open(file, 'a')
  await handle.write(rowsText)
  await handle.datasync()
  await handle.close()
}

/** Runs the same program with bare Node, from spawn to exit. */
async function bareRun(dir: string): Promise<void> {
  const options = { stdio: 'ignore', env: ENVIRONMENT } as const
  await once(spawn(process.execPath, [join(dir, 'actor', 'main.js')], options), 'exit')
}

async function prepare(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'apify-agent-tools-bench-'))
  await mkdir(join(dir, 'actor', '.actor'), { recursive: true })
  for (const [path, text] of Object.entries(ACTOR)) await writeFile(join(dir, 'actor', path), text)
  return dir
}

/** Returns the tool calls to measure, each with its floor if it has one. */
async function cases(server: Server, dir: string) {
  const run = async () => {
    const answer = await server.call('run_actor', { actorId: 'local/idle', waitSecs: 30 })
    return ended.parse(answer.structuredContent)
  }
  const { datasetId, storeId } = await run()
  const record = { storeId, recordKey: 'SUMMARY' }
  const push = () => server.call('push_dataset_items', { datasetId, items: rows })
  await push()
  return [
    {
      name: `push ${ROWS} rows`,
      times: CALLS,
      ours: push,
      floor: () => append(join(dir, 'floor.jsonl')),
      note: 'floor: append to a file, fdatasync',
    },
    {
      name: 'list 20 rows',
      times: CALLS,
      ours: () => server.call('list_dataset_items', { datasetId }),
    },
    {
      name: 'put a record',
      times: CALLS,
      ours: () => server.call('put_record', { ...record, json: { pages: 3 } }),
    },
    { name: 'get a record', times: CALLS, ours: () => server.call('get_record', record) },
    {
      name: 'run an Actor that does nothing',
      times: 1,
      ours: run,
      floor: () => bareRun(dir),
      note: 'floor: bare node from spawn to exit',
    },
  ]
}

/** Measures the local platform through the tools. */
export async function local(): Promise<Report> {
  const dir = await prepare()
  const server = startServer({
    args: [MAIN, '--local', join(dir, 'data'), '--actors', join(dir, 'actor')],
  })
  try {
    await server.open()
    const first = await timed(() => server.call('whoami', {}))
    const found: Row[] = [{ name: 'first call: the platform starts', unit: 'ms', ours: first }]
    for (const { name, times, ours, floor, note } of await cases(server, dir)) {
      const mine: number[] = []
      const least: number[] = []
      for (let i = 0; i < ROUNDS * times; i++) {
        if (floor) least.push(await timed(floor))
        mine.push(await timed(ours))
      }
      found.push({
        name,
        unit: 'ms',
        ours: median(mine),
        ...(floor && { floor: median(least) }),
        ...(note && { note }),
      })
    }
    return { rows: found }
  } finally {
    await server.close()
    await rm(dir, { recursive: true, force: true, maxRetries: 5 })
  }
}
