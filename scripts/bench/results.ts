import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import { type Api, startApi } from './api.ts'
import { installIncumbent } from './incumbent.ts'
import { bytesReadBy, MAIN, memoryOf, type Program, startServer, textOf } from './process.ts'
import { CASES, type Case } from './results-cases.ts'
import { median, type Report, type Row, timed } from './table.ts'

const ROUNDS = 7
/** Calls of which the time is a median; the first would tell how warm the code was. */
const CALLS = 31
/** No further calls after so many milliseconds. */
const ENOUGH_MS = 500
/** Calls of each size, where sizes are compared. */
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

/** Answers of the same call cost the same, and counting a large one takes a minute. */
const counted = new Map<string, number>()

function tokensOf(key: string, answer: string): number {
  const known = counted.get(key) ?? encode(answer).length
  counted.set(key, known)
  return known
}

/** The median time of what is done again and again, in milliseconds. */
async function medianTime(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  const until = performance.now() + ENOUGH_MS
  while (times.length < CALLS && (times.length === 0 || performance.now() < until))
    times.push(await timed(act))
  return median(times)
}

/** Calls of one kind in a server of their own: memory and bytes are those of the first. */
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

/** Each case once a round, so that all meet the same machine. */
async function inTurn(api: Api, incumbent: Program | undefined): Promise<Map<Case, Found>> {
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
 * How the time of a page grows with the data: one server, the sizes by turns, largest by smallest.
 */
async function growth(api: Api, prefix: string, span: string): Promise<Row> {
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

/** Results that fit, whatever the data: what reading them costs. */
export async function results(): Promise<Report> {
  const api = await startApi()
  try {
    const program = await installIncumbent()
    const incumbent =
      typeof program === 'string' ? undefined : { ...program, env: { ...program.env, ...api.env } }
    const found = await inTurn(api, incumbent)
    const rows = [...found].flatMap(([tested, measured]) => rowsOf(tested, measured))
    return {
      floor:
        'bare undici: the same rows, the whole log thrown away, the record until its first byte',
      rows: [
        ...rows,
        await growth(api, 'default of ', '10^3 to 10^6 rows'),
        await growth(api, '1000 of ', '10^3 to 10^6 rows'),
        await growth(api, 'page of a ', '1 to 100 MB of text'),
      ],
      ...(typeof program === 'string' && { skipped: program }),
    }
  } finally {
    await api.close()
  }
}
