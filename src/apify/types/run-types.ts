import { z } from 'zod'

/**
 * What we read of Apify's answers. Every field but an id may be missing or null: the description
 * marks many as optional, other servers of the same API leave out more, and a field that we only
 * show must never make a call fail.
 */
const text = z.string().nullish()
const number = z.number().nullish()

/** `Run` of the API, as much of it as agents get to see. */
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

/** Runs of an Actor, with what tells whose they are. */
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

/** `error.data` of a push that the dataset's schema refuses. */
export const invalidItems = z.object({
  invalidItems: z.array(
    z.object({
      itemPosition: z.number(),
      validationErrors: z.array(z.object({ instancePath: text, message: text })).nullish(),
    }),
  ),
})

/** A run in the words of this server; times are ISO 8601, money is US dollars. */
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

/** The statuses in which a run does not change any more (`ActorJobStatus` of the API). */
export const TERMINAL_STATUSES: readonly string[] = ['SUCCEEDED', 'FAILED', 'TIMED-OUT', 'ABORTED']

/** One dataset or key-value store: by its own id, or as the default storage of a run. */
export type StorageRef = { id: string } | { runId: string }

/** What is started: an Actor, or a task, which is one saved with its input and options. */
export type StartTarget = { actorId: string } | { taskId: string }

export interface StartOptions {
  /** Told by a POST once the run has ended, however it ended. */
  webhookUrl?: string | undefined
  build?: string | undefined
  memoryMbytes?: number | undefined
  timeoutSecs?: number | undefined
  maxItems?: number | undefined
  maxTotalChargeUsd?: number | undefined
}

export interface WaitOptions {
  waitSecs: number
  /** Called with the run after each look at it. */
  onLook?: (run: Run) => void
}

/** Query of the items endpoint; lists of names are joined with commas for the API. */
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

/** An open page of items; `total` counts the stored items, where the answer names it. */
export interface ItemsPage {
  total?: number
  /** The items of a `jsonl` answer, with the bytes that each took. */
  rows: AsyncIterable<{ row: unknown; bytes: number }>
  /** The body of any other answer. */
  chunks: AsyncIterable<Buffer>
}

/** An open record. `size` is in bytes, as the answer declares it. */
export interface OpenRecord {
  contentType: string
  size?: number
  chunks: AsyncIterable<Buffer>
  /** The body as text, decoded by its charset, piece by piece. */
  text(): AsyncIterable<string>
  /** JSON of a text, with integers beyond 2^53 kept as text. @throws SyntaxError */
  parse(text: string): unknown
}

/** Query of a list of runs; of those of one Actor where `actorId` is given. */
export interface RunsQuery {
  actorId?: string | undefined
  status?: string | undefined
  desc: boolean
  limit: number
  offset: number
}
