import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { trialApi } from './agent/api.ts'
import { type Api, PLATFORM, startApi } from './api.ts'
import { collectGarbage } from './collect-garbage.ts'
import { MAIN, memoryOf, type Server, startServer } from './process.ts'
import { engines } from './query-engines.ts'
import { QUESTIONED_ROWS } from './query-rows.ts'
import { aim, median, type Report, type Row, timed } from './table.ts'

const ROWS = 5_000
const ROUNDS = 20
/** An agent does not ask at once again: what a question left to do is done by then. In milliseconds. */
const PAUSE_MS = 500
const MILLION = 'measurements-1000000'
const MILLION_ROWS = `/v2/datasets/${MILLION}/items?format=jsonl`
const MIB = 1024 * 1024

/** Questions as agents ask them, over rows of 1 kB. */
const QUESTIONS = [
  {
    rows: 'products',
    name: 'grouped by a field in a field',
    sql: "SELECT seller->>'name' AS seller, count(*) AS n FROM items WHERE price < 20 AND inStock GROUP BY 1 ORDER BY n DESC LIMIT 5",
  },
  {
    rows: 'jobs',
    name: 'a text search, ranked by a window',
    sql: "SELECT * FROM (SELECT title, location->>'city' AS city, salary->>'max' AS pay, row_number() OVER (PARTITION BY location->>'city' ORDER BY salary->>'max' DESC) AS place FROM items WHERE description LIKE '%night shift%') WHERE place <= 3",
  },
] as const
/** One that reads all of a million rows. */
const AVERAGES =
  'SELECT shop, count(*) AS n, avg(price) AS price FROM items GROUP BY shop ORDER BY price DESC'

type Question = (typeof QUESTIONS)[number]

/** Reads rows with bare undici and parses them. */
async function readAndParse(api: Api, datasetId: string): Promise<void> {
  const text = await api.text(`/v2/datasets/${datasetId}/items?format=jsonl`)
  for (const line of text.trimEnd().split('\n')) JSON.parse(line)
}

const answer = z.looseObject({
  structuredContent: z.looseObject({ rows: z.array(z.array(z.unknown())).min(1) }),
})

/** The arguments of a question about a dataset that was not asked about before. */
interface FirstQuestion {
  datasetId: string
  sql: string
}

/** Stores the rows of a question in a new dataset. Reads them once, so that the first reader has no disadvantage. */
async function storeRows(api: Api, { rows, sql }: Question): Promise<FirstQuestion> {
  const owner = trialApi(api.env)
  const datasetId = await owner.create('datasets', `${rows}-${randomUUID()}`)
  await owner.push(
    datasetId,
    Array.from({ length: ROWS }, (_, i) => QUESTIONED_ROWS[rows](i)),
  )
  await readAndParse(api, datasetId)
  return { datasetId, sql }
}

/** Waits until nothing is left to do of what was measured before. */
async function rest(): Promise<void> {
  await sleep(PAUSE_MS)
  collectGarbage()
}

/** Asks a question, which must be answered with rows. Returns the time in milliseconds. */
async function timeOf(server: Server, question: FirstQuestion): Promise<number> {
  await rest()
  return timed(async () => answer.parse(await server.call('query_dataset', question)))
}

/** Measures first questions and their floor in turn. */
async function firstQuestions(api: Api, server: Server): Promise<Row[]> {
  const [first] = QUESTIONS
  const veryFirst = await timeOf(server, await storeRows(api, first))
  const measured: Row[] = []
  for (const question of QUESTIONS) measured.push(await firstQuestion(api, server, question))
  return [
    ...measured,
    { name: '  the first of the server', unit: 'ms', ours: veryFirst, note: 'one' },
  ]
}

async function firstQuestion(api: Api, server: Server, question: Question): Promise<Row> {
  const times: Record<'ours' | 'floor', number[]> = { ours: [], floor: [] }
  for (let round = 0; round < ROUNDS; round++) {
    const first = await storeRows(api, question)
    await rest()
    times.floor.push(await timed(() => readAndParse(api, first.datasetId)))
    times.ours.push(await timeOf(server, first))
  }
  const [ours, floor] = [median(times.ours), median(times.floor)]
  const goal = aim(ours / floor, { atMost: 1.5, of: 'a ratio' })
  return {
    name: `5,000 ${question.rows} of 1 kB: ${question.name}`,
    unit: 'ms',
    ours,
    floor,
    note: `first question about a dataset, median of ${ROUNDS}, the engine had ${PAUSE_MS} ms to get ready; ${goal}`,
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
