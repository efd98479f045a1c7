import { z } from 'zod'
import { type Api, startApi } from './api.ts'
import { startIncumbent } from './incumbent.ts'
import { cpuOf, MAIN, type Server, startServer } from './process.ts'
import { median, type Report, type Row, timed } from './table.ts'

const WARM_UP = 500
const PAIRS = 2_000
const CALLS = 10_000
const THEIR_WARM_UP = 50
const THEIR_CALLS = 200
/** Calls under way at once where throughput is measured. */
const WINDOW = 32

interface Call {
  tool: string
  args: object
  /** What the same takes of the API, one after the other. */
  paths: string[]
  /** The same with the incumbent's tools. */
  theirs: { tool: string; args: object }
}

const LIST: Call = {
  tool: 'list_dataset_items',
  args: { datasetId: 'small' },
  paths: ['/v2/datasets/small/items?format=jsonl&limit=20'],
  theirs: { tool: 'get-dataset-items', args: { datasetId: 'small', limit: 20 } },
}
const GET: Call = {
  tool: 'get_run',
  args: { runId: 'run1' },
  paths: ['/v2/actor-runs/run1', '/v2/datasets/small'],
  theirs: { tool: 'get-actor-run', args: { runId: 'run1', waitSecs: 0 } },
}

const answer = z.union([z.array(z.unknown()), z.looseObject({})])

/** The requests of a call by bare undici, their answers parsed. */
async function floorOf(api: Api, { paths }: Call): Promise<void> {
  for (const path of paths) {
    const text = await api.text(path)
    for (const line of text.trimEnd().split('\n')) answer.parse(JSON.parse(line))
  }
}

/** Calls and their floors in turn, so that both meet the same machine. */
async function interleaved(api: Api, server: Server, call: Call): Promise<[Row, Row]> {
  const ours: number[] = []
  const floor: number[] = []
  const added: number[] = []
  for (let i = -WARM_UP; i < PAIRS; i++) {
    const bare = await timed(() => floorOf(api, call))
    const whole = await timed(() => server.call(call.tool, call.args))
    if (i < 0) continue
    floor.push(bare)
    ours.push(whole)
    added.push(whole - bare)
  }
  const note = `median of ${PAIRS} pairs`
  return [
    { name: call.tool, unit: 'ms', ours: median(ours), floor: median(floor), note },
    { name: `  added by the server`, unit: 'ms', ours: median(added) },
  ]
}

/** What the incumbent takes for a call, in milliseconds. */
async function theirTime(server: Server, { theirs: { tool, args } }: Call): Promise<number> {
  const times: number[] = []
  for (let i = -THEIR_WARM_UP; i < THEIR_CALLS; i++) {
    const ms = await timed(() => server.call(tool, args))
    if (i >= 0) times.push(ms)
  }
  return median(times)
}

/** Processor time a call, and calls a second, with a window of calls under way. */
async function pipelined(server: Server, { tool, args }: Call): Promise<Row[]> {
  let left = CALLS
  const worker = async () => {
    while (left-- > 0) await server.call(tool, args)
  }
  const cpu = cpuOf(server.pid)
  const ms = await timed(() => Promise.all(Array.from({ length: WINDOW }, worker)))
  const note = `${CALLS.toLocaleString('en')} calls, ${WINDOW} at once`
  return [
    { name: `  processor time`, unit: 'ms', ours: (cpuOf(server.pid) - cpu) / CALLS, note },
    { name: `  calls a second`, unit: '1/s', ours: CALLS / (ms / 1000), note },
  ]
}

/** What a call costs over the requests that it makes. */
export async function call(): Promise<Report> {
  const api = await startApi()
  const server = startServer({ args: [MAIN], env: api.env })
  const incumbent = await startIncumbent(api.env)
  const theirs = typeof incumbent === 'string' ? undefined : incumbent
  try {
    await server.open()
    const rows: Row[] = []
    for (const tested of [LIST, GET]) {
      const [whole, ...parts] = await interleaved(api, server, tested)
      const beside = theirs && { incumbent: await theirTime(theirs, tested) }
      rows.push({ ...whole, ...beside }, ...parts, ...(await pipelined(server, tested)))
    }
    return {
      floor: 'the requests of the call by bare undici, one after the other',
      rows,
      ...(typeof incumbent === 'string' && { skipped: incumbent }),
    }
  } finally {
    await theirs?.close()
    await server.close()
    await api.close()
  }
}
