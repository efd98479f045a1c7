import { setTimeout as sleep } from 'node:timers/promises'
import { type Api, PLATFORM, startApi } from './api.ts'
import { MAIN, memoryOf, type Server, startServer } from './process.ts'
import { engines } from './query-engines.ts'
import { median, type Report, type Row, timed } from './table.ts'

const ROUNDS = 20
/** An agent does not ask at once again: what a question left to do is done by then. In milliseconds. */
const PAUSE_MS = 500
const PRODUCTS = '/v2/datasets/~products/items?format=jsonl'
const MILLION = 'measurements-1000000'

/** A question as agents ask it, over rows of 1 kB. */
const CHEAP =
  "SELECT seller->>'name' AS seller, count(*) AS n FROM items WHERE price < 20 AND inStock GROUP BY 1 ORDER BY n DESC LIMIT 5"
/** One that reads all of a million rows. */
const AVERAGES =
  'SELECT shop, count(*) AS n, avg(price) AS price FROM items GROUP BY shop ORDER BY price DESC'

/** Reads the rows with bare undici and parses them. */
async function readAndParse(api: Api): Promise<void> {
  const text = await api.text(PRODUCTS)
  for (const line of text.trimEnd().split('\n')) JSON.parse(line)
}

/** Measures first questions and their floor in turn. */
async function firstQuestions(api: Api, server: Server): Promise<Row[]> {
  const ours: number[] = []
  const floor: number[] = []
  const args = { datasetId: '~products', sql: CHEAP }
  for (let round = -1; round < ROUNDS; round++) {
    // One row more, so that no table is one that was kept.
    await server.call('push_dataset_items', { datasetId: '~products', items: [{}] })
    await sleep(PAUSE_MS)
    floor.push(await timed(() => readAndParse(api)))
    await sleep(PAUSE_MS)
    ours.push(await timed(() => server.call('query_dataset', args)))
  }
  const [veryFirst = Number.NaN, ...others] = ours
  return [
    {
      name: '5,000 products of 1 kB, first question',
      unit: 'ms',
      ours: median(others),
      floor: median(floor.slice(1)),
      note: `median of ${ROUNDS}; aim: a ratio of at most 1.5`,
    },
    { name: '  the first of the server', unit: 'ms', ours: veryFirst, note: 'one' },
  ]
}

/** Measures the first question and the next ones over a million rows, and the memory that they take. */
async function million(server: Server): Promise<Row[]> {
  const args = { datasetId: MILLION, sql: AVERAGES }
  const idle = memoryOf(server.pid).now
  const first = await timed(() => server.call('query_dataset', args))
  const next: number[] = []
  for (let round = 0; round < 5; round++)
    next.push(await timed(() => server.call('query_dataset', args)))
  const memory = memoryOf(server.pid).peak - idle
  return [
    {
      name: '1,000,000 rows of 75 bytes, first question',
      unit: 'ms',
      ours: first,
      note: 'aim: at most 15,000',
    },
    { name: '  the next', unit: 'ms', ours: median(next), note: 'aim: at most 1,000' },
    {
      name: '  memory beyond idle, peak',
      unit: 'MiB',
      ours: memory,
      note: "aim: at most the table's and 150",
    },
  ]
}

/** Measures questions in SQL beside reading the rows, and beside native engines where they are installed. */
export async function query(): Promise<Report> {
  const platform = await startApi(PLATFORM)
  const api = await startApi()
  const near = startServer({ args: [MAIN], env: platform.env })
  const far = startServer({ args: [MAIN], env: api.env })
  try {
    await near.open()
    await far.open()
    const rows = [...(await firstQuestions(platform, near)), ...(await million(far))]
    const { found, missing } = await engines(
      api,
      `/v2/datasets/${MILLION}/items?format=jsonl`,
      AVERAGES,
    )
    return {
      floor: 'the same rows read by bare undici and parsed',
      rows: [...rows, ...found],
      ...(missing.length > 0 && { skipped: `${missing.join(' and ')}: not installed` }),
    }
  } finally {
    await near.close()
    await far.close()
    await api.close()
    await platform.close()
  }
}
