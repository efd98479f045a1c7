import { z } from 'zod'
import { type Api, startApi } from './api.ts'
import { measuredIncumbent, startIncumbent } from './incumbent.ts'
import { cpuOf, MAIN, type Server, startServer } from './process.ts'
import { median, type Report, type Row, timed } from './table.ts'

const WARM_UP = 500
const PAIRS = 2_000
const CALLS = 10_000
const INCUMBENT_WARM_UP = 50
const INCUMBENT_CALLS = 200
/** Concurrent calls when throughput is measured. */
const CONCURRENCY = 32

interface Call {
  tool: string
  args: object
  /** The requests that the call makes, one after the other. */
  paths: string[]
  /** The same call with the tools of the incumbent. */
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

/** Makes the requests of a call with bare undici and parses the answers. */
async function runFloor(api: Api, { paths }: Call): Promise<void> {
  for (const path of paths) {
    const text = await api.text(path)
    for (const line of text.trimEnd().split('\n')) answer.parse(JSON.parse(line))
  }
}

/** Measures calls and their floors alternately, so that both run under the same load. */
async function measurePairs(api: Api, server: Server, call: Call): Promise<[Row, Row]> {
  const ours: number[] = []
  const floor: number[] = []
  const added: number[] = []
  for (let i = -WARM_UP; i < PAIRS; i++) {
    const bare = await timed(() => runFloor(api, call))
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

/** Returns the median time of a call with the incumbent, in milliseconds. */
async function incumbentTime(server: Server, { theirs: { tool, args } }: Call): Promise<number> {
  const times: number[] = []
  for (let i = -INCUMBENT_WARM_UP; i < INCUMBENT_CALLS; i++) {
    const ms = await timed(() => server.call(tool, args))
    if (i >= 0) times.push(ms)
  }
  return median(times)
}

/** Measures processor time per call and calls per second, with concurrent calls. */
async function concurrent(server: Server, { tool, args }: Call): Promise<Row[]> {
  let left = CALLS
  const worker = async () => {
    while (left-- > 0) await server.call(tool, args)
  }
  const cpu = cpuOf(server.pid)
  const ms = await timed(() => Promise.all(Array.from({ length: CONCURRENCY }, worker)))
  const note = `${CALLS.toLocaleString('en')} calls, ${CONCURRENCY} at once`
  return [
    { name: `  processor time`, unit: 'ms', ours: (cpuOf(server.pid) - cpu) / CALLS, note },
    { name: `  calls a second`, unit: '1/s', ours: CALLS / (ms / 1000), note },
  ]
}

/** Measures what a call costs beyond the requests that it makes. */
export async function call(): Promise<Report> {
  const api = await startApi()
  const server = startServer({ args: [MAIN], env: api.env })
  const incumbent = await startIncumbent(api.env)
  const theirs = typeof incumbent === 'string' ? undefined : incumbent
  try {
    await server.open()
    const rows: Row[] = []
    for (const tested of [LIST, GET]) {
      const [whole, ...parts] = await measurePairs(api, server, tested)
      const beside = theirs && { incumbent: await incumbentTime(theirs, tested) }
      rows.push({ ...whole, ...beside }, ...parts, ...(await concurrent(server, tested)))
    }
    return {
      floor: 'the requests of the call by bare undici, one after the other',
      rows,
      ...measuredIncumbent(incumbent),
    }
  } finally {
    await theirs?.close()
    await server.close()
    await api.close()
  }
}
