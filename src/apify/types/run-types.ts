import { z } from 'zod'

/**
 * The fields that are read from Apify's responses. Every field except an ID may be missing or null:
 * the OpenAPI description marks many as optional, other servers with the same API leave out more,
 * and a field that is only shown must never make a call fail.
 */
const text = z.string().nullish()
const number = z.number().nullish()

/** `Run` of the API, with the fields that agents see. */
export const apiRun = z.object({
  id: z.string(),
  actId: text,
  status: z.string(),
  statusMessage: text,
  startedAt: text,
  finishedAt: text,
  exitCode: number,
  defaultDatasetId: text,
  defaultKeyValueStoreId: text,
  buildNumber: text,
  usageTotalUsd: number,
  stats: z.object({ runTimeSecs: number }).nullish(),
  options: z.object({ maxTotalChargeUsd: number }).nullish(),
})

/** Runs of an Actor, with the User-Agent that started each. */
export const apiRunList = z.object({
  items: z.array(
    apiRun.extend({
      status: z.string().default('READY'),
      meta: z.object({ userAgent: text }).nullish(),
    }),
  ),
})

export const apiUser = z.object({
  id: text,
  username: text,
  plan: z.object({ id: text }).nullish(),
})

export const apiLimits = z.object({
  limits: z.object({ maxMonthlyUsageUsd: number }).nullish(),
  current: z.object({ monthlyUsageUsd: number }).nullish(),
})

export const apiDataset = z.object({ id: z.string(), itemCount: number, name: text })

export const apiError = z.object({
  error: z.object({ type: text, message: text, data: z.unknown().optional() }),
})

/** `error.data` of a push that does not match the dataset's schema. */
export const invalidItems = z.object({
  invalidItems: z.array(
    z.object({
      itemPosition: z.number(),
      validationErrors: z.array(z.object({ instancePath: text, message: text })).nullish(),
    }),
  ),
})

/** A run with this server's names; times are ISO 8601, money is in US dollars. */
export interface Run {
  runId: string
  actorId?: string
  status: string
  statusMessage?: string
  startedAt?: string
  finishedAt?: string
  durationSecs?: number
  exitCode?: number
  datasetId?: string
  storeId?: string
  build?: string
  usageUsd?: number
  maxTotalChargeUsd?: number
  consoleUrl?: string
}

/** The statuses of a run that has ended (`ActorJobStatus` of the API). */
export const TERMINAL_STATUSES: readonly string[] = ['SUCCEEDED', 'FAILED', 'TIMED-OUT', 'ABORTED']

/** One dataset or key-value store: by its own ID, or as the default storage of a run. */
export type StorageRef = { id: string } | { runId: string }

/** What to start: an Actor, or a task, which is an Actor with saved input and options. */
export type StartTarget = { actorId: string } | { taskId: string }

export interface StartOptions {
  /** Gets a POST once the run has ended, with any status. */
  webhookUrl?: string | undefined
  build?: string | undefined
  memoryMbytes?: number | undefined
  timeoutSecs?: number | undefined
  maxItems?: number | undefined
  maxTotalChargeUsd?: number | undefined
}

export interface WaitOptions {
  waitSecs: number
  /** Called with the run each time it was requested. */
  onPoll?: (run: Run) => void
}

/** The query of the items endpoint; lists are joined with commas for the API. */
export interface ItemsQuery {
  offset?: number | undefined
  limit?: number | undefined
  fields?: readonly string[] | undefined
  omit?: readonly string[] | undefined
  unwind?: readonly string[] | undefined
  flatten?: readonly string[] | undefined
  desc?: boolean | undefined
  skipHidden?: boolean | undefined
  clean?: boolean | undefined
  view?: string | undefined
  format?: string | undefined
}

/** An open page of items; `total` is the number of stored items, if the response has it. */
export interface ItemsPage {
  total?: number
  /** The items of a `jsonl` response, with the size of each in bytes. */
  rows: AsyncIterable<{ row: unknown; bytes: number }>
  /** The body of any other response. */
  chunks: AsyncIterable<Buffer>
}

/** An open record. `size` is in bytes, from the headers of the response. */
export interface OpenRecord {
  contentType: string
  size?: number
  chunks: AsyncIterable<Buffer>
  /** Yields the body as text, decoded by its charset. */
  text(): AsyncIterable<string>
  /**
   * Parses JSON; integers beyond 2^53 become strings.
   * @throws {SyntaxError} if the text is not JSON
   */
  parse(text: string): unknown
}

/** The query of a list of runs, of one Actor if `actorId` is given. */
export interface RunsQuery {
  actorId?: string | undefined
  status?: string | undefined
  desc: boolean
  limit: number
  offset: number
}
