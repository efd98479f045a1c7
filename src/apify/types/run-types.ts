import { z } from 'zod'

/**
 * Runs, with the fields that are read. Every field except an ID and a status may be missing or null:
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

/** The query of a list of runs, of one Actor if `actorId` is given. */
export interface RunsQuery {
  actorId?: string | undefined
  status?: string | undefined
  desc: boolean
  limit: number
  offset: number
}
