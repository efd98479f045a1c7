import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type Api, PLATFORM, startApi } from './api.ts'
import { MAIN, memoryOf, type Server, startServer } from './process.ts'
import { engines } from './query-engines.ts'
import { aim, median, type Report, type Row, timed } from './table.ts'

const ROUNDS = 20
/** An agent does not ask at once again: what a question left to do is done by then. In milliseconds. */
const PAUSE_MS = 500
const JOBS = '/v2/datasets/~jobs/items?format=jsonl'
const MILLION = 'measurements-1000000'
const MILLION_ROWS = `/v2/datasets/${MILLION}/items?format=jsonl`
const MIB = 1024 * 1024

/** Questions as agents ask them, over rows of 1 kB. */
const QUESTIONS = [
  {
    name: 'grouped by a field in a field',
    sql: "SELECT company->>'name' AS company, count(*) AS n FROM items WHERE applicants < 20 AND isRemote GROUP BY 1 ORDER BY n DESC LIMIT 5",
  },
  {
    name: 'a text search, ranked by a window',
    sql: "SELECT * FROM (SELECT title, location->>'city' AS city, salary->>'max' AS pay, row_number() OVER (PARTITION BY location->>'city' ORDER BY salary->>'max' DESC) AS place FROM items WHERE description LIKE '%night shift%') WHERE place <= 3",
  },
] as const
/** One that reads all of a million rows. */
const AVERAGES =
  'SELECT shop, count(*) AS n, avg(price) AS price FROM items GROUP BY shop ORDER BY price DESC'

/**
 * Reads the rows with bare undici and parses them.
 * @returns how long reading takes, and all of it, in milliseconds
 */
async function readAndParse(api: Api): Promise<{ read: number; all: number }> {
  const begin = performance.now()
  const text = await api.text(JOBS)
  const read = performance.now() - begin
  for (const line of text.trimEnd().split('\n')) JSON.parse(line)
  return { read, all: performance.now() - begin }
}

const answer = z.looseObject({
  structuredContent: z.looseObject({ rows: z.array(z.array(z.unknown())).min(1) }),
})

/** Measures a first question: it must be answered with rows. Returns the time in milliseconds. */
async function timeOf(server: Server, sql: string): Promise<number> {
  // One row more, so that no table is one that was kept.
  await server.call('push_dataset_items', { datasetId: '~jobs', items: [{}] })
  await sleep(PAUSE_MS)
  return timed(async () =>
    answer.parse(await server.call('query_dataset', { datasetId: '~jobs', sql })),
  )
}

/** Measures first questions and their floor in turn. */
async function firstQuestions(api: Api, server: Server): Promise<Row[]> {
  const ours: number[][] = QUESTIONS.map(() => [])
  const floors: { read: number; all: number }[] = []
  const [{ sql: first }] = QUESTIONS
  const veryFirst = await timeOf(server, first)
  for (let round = 0; round < ROUNDS; round++) {
    await sleep(PAUSE_MS)
    floors.push(await readAndParse(api))
    for (const [i, { sql }] of QUESTIONS.entries()) ours[i]?.push(await timeOf(server, sql))
  }
  const floor = median(floors.map(({ all }) => all))
  const read = median(floors.map((each) => each.read))
  return [
    ...QUESTIONS.map(({ name }, i) => firstRow(name, median(ours[i] ?? []), floor)),
    {
      name: '  reading the rows alone',
      unit: 'ms',
      ours: Number.NaN,
      floor: read,
      note: 'with the work of the local platform',
    },
    { name: '  the first of the server', unit: 'ms', ours: veryFirst, note: 'one' },
  ]
}

function firstRow(question: string, ours: number, floor: number): Row {
  const goal = aim(ours / floor, { atMost: 1.5, of: 'a ratio' })
  return {
    name: `5,000 jobs of 1 kB, first question: ${question}`,
    unit: 'ms',
    ours,
    floor,
    note: `median of ${ROUNDS}, the engine had ${PAUSE_MS} ms to get ready; ${goal}`,
  }
}

/** Measures the first question and the next ones over a million rows, and the memory that they take. */
async function million(api: Api, server: Server): Promise<Row[]> {
  const args = { datasetId: MILLION, sql: AVERAGES }
  const idle = memoryOf(server.pid).now
  const first = await timed(() => server.call('query_dataset', args))
  const times: number[] = []
  for (let round = 0; round < 5; round++)
    times.push(await timed(() => server.call('query_dataset', args)))
  const next = median(times)
  const memory = memoryOf(server.pid).peak - idle
  const rowsMib = (await api.discard(MILLION_ROWS)) / MIB
  return [
    {
      name: '1,000,000 rows of 94 bytes, first question',
      unit: 'ms',
      ours: first,
      note: aim(first, { atMost: 15_000 }),
    },
    { name: '  the next', unit: 'ms', ours: next, note: aim(next, { atMost: 1_000 }) },
    {
      name: '  memory beyond idle, peak',
      unit: 'MiB',
      ours: memory,
      note: `${aim(memory, { atMost: Math.round(rowsMib) + 150 })}, that of the rows and 150`,
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
    const rows = [...(await firstQuestions(platform, near)), ...(await million(api, far))]
    const { found, missing } = await engines(api, MILLION_ROWS, AVERAGES)
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
