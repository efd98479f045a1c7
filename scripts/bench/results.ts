import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import { type Api, startApi } from './api.ts'
import { installIncumbent } from './incumbent.ts'
import { bytesReadBy, MAIN, memoryOf, type Program, startServer, textOf } from './process.ts'
import { CASES, type Case } from './results-cases.ts'
import { median, type Report, type Row } from './table.ts'

const ROUNDS = 7
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

/** One call in a server of its own: its memory is this call's alone. */
async function measure(
  program: Program,
  warmUp: readonly Call[],
  { tool, args }: Call,
): Promise<Measured> {
  const server = startServer(program)
  await server.open()
  for (const first of warmUp) await server.call(first.tool, first.args)
  const idle = { memory: memoryOf(server.pid).now, bytes: bytesReadBy(server.pid) }
  const begin = performance.now()
  const answer = await server.call(tool, args)
  const ms = performance.now() - begin
  const read = bytesReadBy(server.pid) - idle.bytes
  const memory = Math.max(0, memoryOf(server.pid).peak - idle.memory)
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
      const begin = performance.now()
      await tested.floor(api)
      floor.push(performance.now() - begin)
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

/** How much the cost of a page grows with the dataset: the largest by the smallest. */
function growth(rows: readonly Row[], prefix: string, span: string): Row {
  const times = rows.filter(({ name }) => name.startsWith(prefix)).map(({ ours }) => ours)
  return {
    name: `growth of the time: ${prefix}${span}`,
    unit: 'max/min',
    ours: Math.max(...times) / Math.min(...times),
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
        growth(rows, 'default of ', '10^3 to 10^6 rows'),
        growth(rows, '1000 of ', '10^3 to 10^6 rows'),
        growth(rows, 'page of a ', '1 to 100 MB of text'),
      ],
      ...(typeof program === 'string' && { skipped: program }),
    }
  } finally {
    await api.close()
  }
}
