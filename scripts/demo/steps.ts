import { z } from 'zod'
import { ORDERS, storeOrders } from './orders.ts'
import type { RawApi } from './raw-api.ts'

/** One call of a tool, and what a person reads about it. */
export interface Step {
  heading: string
  tool: string
  args: Record<string, unknown>
  /**
   * The paths of the API whose answers hold the same, for a comparison; undefined for calls that write, which
   * it answers with next to nothing.
   * @param result what the call returned
   */
  raw?: (result: Result) => string[]
  /** What is worth knowing about the result. @throws {Error} if the result is not as it should be */
  remark?: (result: Result) => string
}

export type Result = Record<string, unknown>

/** Performs a step and returns its result. */
type Perform = (step: Step) => Promise<Result>

/** The fields of the orders that the page shows. */
const FIELDS = ['orderId', 'product', 'quantity', 'totalEur']
const ACTOR = 'local/website-crawler'
const crawl = z.object({
  run: z.object({ status: z.string(), runId: z.string(), datasetId: z.string() }),
  output: z.object({ pagesFailed: z.number() }),
  total: z.number().optional(),
})
const run = z.object({
  runId: z.string(),
  datasetId: z.string(),
  storeId: z.string(),
  status: z.string(),
})

/** Calls each of the main tools once, as an agent would: a crawl of `urls`, a question, notes on both. */
export async function tour(
  perform: Perform,
  api: () => Promise<RawApi>,
  { urls, isOwnSite }: { urls: readonly string[]; isOwnSite: boolean },
): Promise<void> {
  const input = { startUrls: urls.map((url) => ({ url })), maxPages: 20 }
  await perform(WHO)
  const { run: first } = crawl.parse(await perform(crawlStep(input, isOwnSite)))
  await perform(logStep(first.runId, isOwnSite))
  const datasetId = await storeOrders(await api())
  await perform(pageStep(datasetId))
  const { rows } = await perform(questionStep(datasetId))
  const second = run.parse(
    await perform({
      heading: 'Start a run, and go on at once',
      tool: 'run_actor',
      args: { actorId: ACTOR, input },
      raw: ({ runId }) => [`actor-runs/${runId}`],
      remark: () => 'For long runs: the agent gets the ids at once, and looks again later.',
    }),
  )
  await perform(waitStep(second.runId))
  await perform({
    heading: 'Read what the run says of itself',
    tool: 'get_record',
    args: { runId: second.runId, recordKey: 'OUTPUT' },
    raw: () => [`key-value-stores/${second.storeId}/records/OUTPUT`],
  })
  await writeSteps(perform, second, rows)
}

const WHO: Step = {
  heading: 'Where am I?',
  tool: 'whoami',
  args: {},
  remark: () =>
    'No token is set, so Actors run on this computer. With APIFY_TOKEN the same calls use the Apify cloud.',
}

function crawlStep(input: object, isOwnSite: boolean): Step {
  return {
    heading: 'Crawl a website, wait, and read the first rows',
    tool: 'run_actor_sync',
    args: { actorId: ACTOR, input, fields: ['url', 'title', 'links'], limit: 4 },
    raw(result) {
      const { runId, datasetId } = crawl.parse(result).run
      const items = `datasets/${datasetId}/items?fields=url,title,links&limit=4`
      return [`actor-runs/${runId}`, `actor-runs/${runId}/key-value-store/records/OUTPUT`, items]
    },
    remark(result) {
      const { run, output } = crawl.parse(result)
      if (run.status !== 'SUCCEEDED') throw new Error(`The run ended as ${run.status}.`)
      if (!isOwnSite) return 'One call: the run, its own summary, and rows.'
      if (output.pagesFailed !== 1) throw new Error('The dead link of the shop was not reported.')
      return 'One call: the run, its own summary, and rows. One page failed, and that is staged: the journal of this made-up shop links to a candle that is sold out for good. A crawl goes on, and says so.'
    },
  }
}

function logStep(runId: string, isOwnSite: boolean): Step {
  const search = isOwnSite ? 'Failed http' : 'Crawled'
  return {
    heading: isOwnSite ? 'Why did one page fail?' : 'What did the run do?',
    tool: 'get_log',
    args: { runId, search, lines: 5 },
    raw: () => [`logs/${runId}`],
    remark: () => 'Only the lines that match, and those around them; the API sends the whole log.',
  }
}

function pageStep(datasetId: string): Step {
  return {
    heading: `Read ${ORDERS.toLocaleString('en-US')} orders of the shop`,
    tool: 'list_dataset_items',
    args: { datasetId, limit: ORDERS, fields: FIELDS, format: 'table' },
    raw: () => [`datasets/${datasetId}/items?limit=${ORDERS}&fields=${FIELDS.join()}`],
    remark(result) {
      const { count, total } = z.object({ count: z.number(), total: z.number() }).parse(result)
      const [page, all] = [count.toLocaleString('en-US'), total.toLocaleString('en-US')]
      return count < total
        ? `${page} of ${all} rows fit the budget of a result; \`next\` says where the next page begins. No answer floods the context.`
        : `All ${all} rows fit the budget of a result.`
    },
  }
}

function questionStep(datasetId: string): Step {
  return {
    heading: 'Better: ask all of them a question, in SQL',
    tool: 'query_dataset',
    args: {
      datasetId,
      sql: 'SELECT product, count(*) AS orders, sum(quantity) AS pieces, round(sum(totalEur), 2) AS euros FROM items GROUP BY product ORDER BY euros DESC LIMIT 4',
    },
    raw: () => [`datasets/${datasetId}/items`],
    remark(result) {
      const { scanned } = z.object({ scanned: z.number() }).parse(result)
      if (scanned !== ORDERS) throw new Error(`${scanned} orders were read, not ${ORDERS}.`)
      return `Computed here, over all ${ORDERS.toLocaleString('en-US')} rows. The API has no SQL: an agent would have to read them.`
    },
  }
}

function waitStep(runId: string): Step {
  return {
    heading: 'Wait for that run',
    tool: 'get_run',
    args: { runId, waitSecs: 45 },
    raw: () => [`actor-runs/${runId}`],
    remark(result) {
      const { status } = run.parse(result)
      if (status !== 'SUCCEEDED') throw new Error(`The run ended as ${status}.`)
      return 'Progress comes while it waits. A response that is late never starts a second run.'
    },
  }
}

/** Keeps what an agent has found: a row, and a document. */
async function writeSteps(
  perform: Perform,
  { datasetId, storeId }: z.output<typeof run>,
  rows: unknown,
): Promise<void> {
  const best = Array.isArray(rows) && Array.isArray(rows[0]) ? rows[0][0] : undefined
  if (typeof best !== 'string') throw new Error('The question has no answer.')
  await perform({
    heading: 'Keep an answer as a row',
    tool: 'push_dataset_items',
    args: { datasetId, items: [{ question: 'What sells best?', answer: best }] },
  })
  await perform({
    heading: 'Keep a document',
    tool: 'put_record',
    args: { storeId, recordKey: 'SUMMARY', json: { bestSeller: best, by: 'an agent' } },
  })
}
