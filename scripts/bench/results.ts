import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import { type Api, startApi } from './api.ts'
import { installIncumbent, measuredIncumbent } from './incumbent.ts'
import { bytesReadBy, MAIN, memoryOf, type Program, startServer, textOf } from './process.ts'
import { CASES, type Case } from './results-cases.ts'
import { realRows } from './results-rows.ts'
import { median, type Report, type Row, timed } from './table.ts'

const ROUNDS = 7
/** Calls of which the median is taken, because the first depends on how warm the code is. */
const CALLS = 31
/** No further calls after this time, in milliseconds. */
const MAX_TOTAL_MS = 500
/** Calls of each size when sizes are compared. */
const GROWTH_ROUNDS = 101
const KB = 1000

interface Call {
  tool: string
  args: object
}

interface Measured {
  ms: number
  /** Bytes read from the API. */
  read: number
  /** MiB over idle. */
  memory: number
  tokens: number
}

const WARM_UP = {
  ours: [
    { tool: 'whoami', args: {} },
    { tool: 'list_dataset_items', args: { datasetId: 'small' } },
  ],
  incumbent: [{ tool: 'get-dataset-items', args: { datasetId: 'small', limit: 20 } }],
}

/** Token counts by call. The same call gives the same answer, and counting a large one takes a minute. */
const tokenCounts = new Map<string, number>()

function tokensOf(key: string, answer: string): number {
  const count = tokenCounts.get(key) ?? encode(answer).length
  tokenCounts.set(key, count)
  return count
}

/** Repeats an action and returns its median time, in milliseconds. */
async function medianTime(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  const until = performance.now() + MAX_TOTAL_MS
  while (times.length < CALLS && (times.length === 0 || performance.now() < until))
    times.push(await timed(act))
  return median(times)
}

/** Measures one call in a new server. Memory and bytes are those of the first call. */
async function measure(
  program: Program,
  warmUp: readonly Call[],
  { tool, args }: Call,
): Promise<Measured> {
  const server = startServer(program)
  await server.open()
  for (const first of warmUp) await server.call(first.tool, first.args)
  const idle = { memory: memoryOf(server.pid).now, bytes: bytesReadBy(server.pid) }
  const answer = await server.call(tool, args)
  const read = bytesReadBy(server.pid) - idle.bytes
  const memory = Math.max(0, memoryOf(server.pid).peak - idle.memory)
  const ms = await medianTime(() => server.call(tool, args))
  await server.close()
  return { ms, read, memory, tokens: tokensOf(`${tool} ${JSON.stringify(args)}`, textOf(answer)) }
}

interface Found {
  ours: Measured[]
  theirs: Measured[]
  floor: number[]
}

/** Measures each case once per round, so that all run under the same load. */
async function measureInTurn(api: Api, incumbent: Program | undefined): Promise<Map<Case, Found>> {
  const found = new Map<Case, Found>()
  for (const tested of CASES) found.set(tested, { ours: [], theirs: [], floor: [] })
  for (let round = 0; round < ROUNDS; round++) {
    for (const [tested, { ours, theirs, floor }] of found) {
      ours.push(await measure({ args: [MAIN], env: api.env }, WARM_UP.ours, tested))
      if (incumbent && tested.theirs)
        theirs.push(await measure(incumbent, WARM_UP.incumbent, tested.theirs))
      floor.push(await medianTime(() => tested.floor(api)))
    }
  }
  return found
}

function rowsOf({ name }: Case, { ours, theirs, floor }: Found): Row[] {
  const row = (title: string, unit: string, key: keyof Measured, scale = 1): Row => {
    const middle = (found: readonly Measured[]) => median(found.map((one) => one[key])) / scale
    return {
      name: title,
      unit,
      ours: middle(ours),
      ...(theirs.length > 0 && { incumbent: middle(theirs) }),
    }
  }
  return [
    { ...row(name, 'ms', 'ms'), floor: median(floor) },
    row('  read from upstream', 'kB', 'read', KB),
    row('  memory over idle', 'MiB', 'memory'),
    row('  tokens returned', 'tokens', 'tokens'),
  ]
}

/**
 * Measures how the time of a page grows with the data, in one server, with the sizes in turn.
 * @returns the largest median divided by the smallest
 */
async function measureGrowth(api: Api, prefix: string, span: string): Promise<Row> {
  const sizes = CASES.filter(({ name }) => name.startsWith(prefix))
  const times = new Map(sizes.map((size): [Case, number[]] => [size, []]))
  const server = startServer({ args: [MAIN], env: api.env })
  await server.open()
  for (let round = 0; round < GROWTH_ROUNDS; round++)
    for (const [{ tool, args }, found] of times)
      found.push(await timed(() => server.call(tool, args)))
  await server.close()
  const medians = [...times.values()].map(median)
  return {
    name: `growth of the time: ${prefix}${span}`,
    unit: 'max/min',
    ours: Math.max(...medians) / Math.min(...medians),
  }
}

/** Measures what it costs to read results that fit the budget, whatever the size of the data. */
export async function results(): Promise<Report> {
  const api = await startApi()
  try {
    const program = await installIncumbent()
    const incumbent =
      typeof program === 'string' ? undefined : { ...program, env: { ...program.env, ...api.env } }
    const found = await measureInTurn(api, incumbent)
    const rows = [...found].flatMap(([tested, measured]) => rowsOf(tested, measured))
    return {
      floor:
        'bare undici: the same rows, the whole log thrown away, the record until its first byte, `JSON.parse` of all of a JSON record',
      rows: [
        ...rows,
        await measureGrowth(api, 'default of ', '10^3 to 10^6 rows'),
        await measureGrowth(api, '1000 of ', '10^3 to 10^6 rows'),
        await measureGrowth(api, 'page of a ', '1 to 100 MB of text'),
        ...(await realRows(api, incumbent)),
      ],
      ...measuredIncumbent(program),
    }
  } finally {
    await api.close()
  }
}
