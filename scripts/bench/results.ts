import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import { type Api, startApi } from './api.ts'
import { bytesReadBy, MAIN, memoryOf, startServer, textOf } from './process.ts'
import { median, type Report, type Row } from './table.ts'

const ROUNDS = 7
const KB = 1000

interface Case {
  name: string
  tool: string
  args: object
  /** The same by bare undici, which need not understand it. */
  floor(api: Api): Promise<unknown>
}

const DATASETS = [1_000, 10_000, 100_000, 1_000_000]
/** Sizes of text records, in MB. */
const TEXTS = [1, 100]
const RECORD = '/v2/key-value-stores/store1/records'

const pages = (limit?: number) =>
  DATASETS.map(
    (rows): Case => ({
      name: `${limit ?? 'default'} of ${rows.toLocaleString('en')} rows`,
      tool: 'list_dataset_items',
      args: { datasetId: `rows-${rows}`, ...(limit && { limit }) },
      floor: (api) =>
        limit
          ? api.peek(`/v2/datasets/rows-${rows}/items?format=jsonl&limit=${limit}`)
          : api.text(`/v2/datasets/rows-${rows}/items?format=jsonl&limit=20`),
    }),
  )

const CASES: Case[] = [
  ...pages(),
  ...pages(1000),
  {
    name: 'last lines of a 50 MB log',
    tool: 'get_log',
    args: { runId: 'big-log' },
    floor: (api) => api.discard('/v2/logs/big-log'),
  },
  {
    name: 'search in a 50 MB log',
    tool: 'get_log',
    args: { runId: 'big-log', search: 'reached maximum retries' },
    floor: (api) => api.discard('/v2/logs/big-log'),
  },
  ...TEXTS.map((mb) => ({
    name: `page of a ${mb} MB text record`,
    tool: 'get_record',
    args: { storeId: 'store1', recordKey: `TEXT-${mb}` },
    floor: (api: Api) => api.peek(`${RECORD}/TEXT-${mb}`),
  })),
  {
    name: '300 MB video record',
    tool: 'get_record',
    args: { storeId: 'store1', recordKey: 'VIDEO' },
    floor: (api) => api.peek(`${RECORD}/VIDEO`),
  },
  {
    name: 'path in a 22 MB JSON record',
    tool: 'get_record',
    args: { storeId: 'store1', recordKey: 'JSON', path: 'last.title' },
    floor: async (api) => JSON.parse(await api.text(`${RECORD}/JSON`)),
  },
]

/** One call in a server of its own: its memory is this call's alone. */
async function measure(api: Api, { tool, args }: Case) {
  const server = startServer({ args: [MAIN], env: api.env })
  await server.open()
  await server.call('whoami', {})
  await server.call('list_dataset_items', { datasetId: 'small' })
  const idle = { memory: memoryOf(server.pid).now, bytes: bytesReadBy(server.pid) }
  const begin = performance.now()
  const answer = await server.call(tool, args)
  const ms = performance.now() - begin
  const read = bytesReadBy(server.pid) - idle.bytes
  const memory = Math.max(0, memoryOf(server.pid).peak - idle.memory)
  await server.close()
  return { ms, read, memory, tokens: encode(textOf(answer)).length }
}

type Measured = Awaited<ReturnType<typeof measure>> & { floor: number }

/** Each case once a round, so that all meet the same machine. */
async function inTurn(api: Api): Promise<Map<Case, Measured[]>> {
  const found = new Map<Case, Measured[]>()
  for (let round = 0; round < ROUNDS; round++) {
    for (const tested of CASES) {
      const ours = await measure(api, tested)
      const begin = performance.now()
      await tested.floor(api)
      const floor = performance.now() - begin
      found.set(tested, [...(found.get(tested) ?? []), { ...ours, floor }])
    }
  }
  return found
}

function rowsOf({ name }: Case, found: readonly Measured[]): Row[] {
  const middle = (key: keyof Measured) => median(found.map((one) => one[key]))
  return [
    { name, unit: 'ms', ours: middle('ms'), floor: middle('floor') },
    { name: '  read from upstream', unit: 'kB', ours: middle('read') / KB },
    { name: '  memory over idle', unit: 'MiB', ours: middle('memory') },
    { name: '  tokens returned', unit: 'tokens', ours: middle('tokens') },
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
    const rows = [...(await inTurn(api))].flatMap(([tested, found]) => rowsOf(tested, found))
    return {
      floor:
        'bare undici: the same rows, the whole log thrown away, the record until its first byte',
      rows: [
        ...rows,
        growth(rows, 'default of ', '10^3 to 10^6 rows'),
        growth(rows, '1000 of ', '10^3 to 10^6 rows'),
        growth(rows, 'page of a ', '1 to 100 MB of text'),
      ],
    }
  } finally {
    await api.close()
  }
}
