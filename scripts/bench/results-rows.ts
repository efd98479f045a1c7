import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import type { Api } from './api.ts'
import { cpuOf, MAIN, type Program, startServer, textOf } from './process.ts'
import { REAL_ROWS } from './real-rows.ts'
import { median, type Row, timed } from './table.ts'

/** Rows of each dataset, and of a page. */
const ROWS = 1000
const LIMIT = 20
const WARM_UP = 5
/** Calls of which the median is taken. */
const CALLS = 31
/** Concurrent calls when throughput is measured, and for how long, in milliseconds. */
const CONCURRENCY = 8
const LOAD_MS = 1000

/** Reads a page and returns its text. */
type Read = (datasetId: string) => Promise<string>

interface Reader {
  read: Read
  /** The processor time so far of who reads, in milliseconds. */
  cpu(): number
}

interface Measured {
  ms: number
  cpuMs: number
  perSecond: number
}

/** Measures calls one by one, for all readers in turn. */
async function measureTimes(readers: readonly Reader[], datasetId: string): Promise<number[]> {
  const times = readers.map((): number[] => [])
  for (let call = -WARM_UP; call < CALLS; call++) {
    for (const [i, { read }] of readers.entries()) {
      const ms = await timed(() => read(datasetId))
      if (call >= 0) times[i]?.push(ms)
    }
  }
  return times.map(median)
}

/** Measures concurrent calls. */
async function measureLoad(
  { read, cpu }: Reader,
  datasetId: string,
): Promise<Omit<Measured, 'ms'>> {
  const [start, cpuBefore] = [performance.now(), cpu()]
  let calls = 0
  const worker = async () => {
    while (performance.now() - start < LOAD_MS) {
      await read(datasetId)
      calls += 1
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, worker))
  const seconds = (performance.now() - start) / 1000
  return { cpuMs: (cpu() - cpuBefore) / calls, perSecond: calls / seconds }
}

async function startReader(
  program: Program,
  call: (datasetId: string) => { tool: string; args: object },
): Promise<Reader & { close(): Promise<void> }> {
  const server = startServer(program)
  await server.open()
  return {
    async read(datasetId) {
      const { tool, args } = call(datasetId)
      return textOf(await server.call(tool, args))
    },
    cpu: () => cpuOf(server.pid),
    close: () => server.close(),
  }
}

/** Reads with bare undici, in this process, and parses the rows. */
function floorReader(api: Api): Reader {
  return {
    async read(datasetId) {
      const text = await api.text(`/v2/datasets/${datasetId}/items?format=jsonl&limit=${LIMIT}`)
      for (const line of text.trimEnd().split('\n')) JSON.parse(line)
      return text
    },
    cpu: () => {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1000
    },
  }
}

/** Returns the rows of the report for one kind of rows. */
async function measureKind(kind: string, readers: readonly Reader[]): Promise<Row[]> {
  const datasetId = `${kind}-${ROWS}`
  const times = await measureTimes(readers, datasetId)
  const loads: Omit<Measured, 'ms'>[] = []
  const tokens: number[] = []
  for (const reader of readers) {
    loads.push(await measureLoad(reader, datasetId))
    tokens.push(encode(await reader.read(datasetId)).length)
  }
  const row = (
    name: string,
    unit: string,
    [ours = Number.NaN, floor = Number.NaN, theirs]: number[],
  ) => ({
    name,
    unit,
    ours,
    floor,
    ...(theirs !== undefined && { incumbent: theirs }),
  })
  return [
    row(`${LIMIT} of ${ROWS} ${kind}`, 'ms', times),
    row(
      '  processor time',
      'ms',
      loads.map(({ cpuMs }) => cpuMs),
    ),
    row('  tokens returned', 'tokens', tokens),
    row(
      '  calls a second',
      '1/s',
      loads.map(({ perSecond }) => perSecond),
    ),
  ]
}

/** Measures a page of rows like those of real Actors: time, processor time, tokens and calls a second. */
export async function realRows(api: Api, incumbent: Program | undefined): Promise<Row[]> {
  const ours = await startReader({ args: [MAIN], env: api.env }, (datasetId) => ({
    tool: 'list_dataset_items',
    args: { datasetId, limit: LIMIT },
  }))
  const theirs =
    incumbent &&
    (await startReader(incumbent, (datasetId) => ({
      tool: 'get-dataset-items',
      args: { datasetId, limit: LIMIT },
    })))
  try {
    const readers = [ours, floorReader(api), ...(theirs ? [theirs] : [])]
    const rows: Row[] = []
    for (const kind of Object.keys(REAL_ROWS)) rows.push(...(await measureKind(kind, readers)))
    return rows
  } finally {
    await ours.close()
    await theirs?.close()
  }
}
