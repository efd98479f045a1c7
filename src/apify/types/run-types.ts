import { z } from 'zod'
import {
  amount,
  count,
  entries,
  integer,
  part,
  reference,
  requiredId,
  text,
  time,
} from './lenient.ts'

/** The statuses of a run (`ActorJobStatus` of the API). */
export const STATUSES = [
  'READY',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'TIMING-OUT',
  'TIMED-OUT',
  'ABORTING',
  'ABORTED',
] as const

/** The status of a run or a build; a known one as the API spells it. */
export const jobStatus = z.unknown().transform(asStatus).nullish()

/**
 * Runs, with the fields that are read. Every field except an ID may be missing or have another form:
 * the OpenAPI description marks many as optional, other servers with the same API leave out more,
 * and a field that is only shown must never make a call fail.
 */
const runFields = {
  actId: reference,
  status: jobStatus,
  statusMessage: text,
  startedAt: time,
  finishedAt: time,
  exitCode: integer,
  defaultDatasetId: reference,
  defaultKeyValueStoreId: reference,
  buildNumber: text,
  usageTotalUsd: amount,
  stats: part({ runTimeSecs: amount }),
  options: part({ maxTotalChargeUsd: amount }),
}

/** `Run` of the API, with the fields that agents see. */
export const apiRun = z.object({ id: requiredId, ...runFields })

/** A run as a list shows it, with the User-Agent that started it; an entry of another form has no ID. */
const apiListedRun = z.object({ id: reference, ...runFields, meta: part({ userAgent: text }) })

export const apiRunList = z.object({ total: count, items: entries(apiListedRun) })

/** Returns a known status as the API spells it, in any case; any other text as it is. */
function asStatus(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const known = value.trim().toUpperCase().replaceAll('_', '-')
  return STATUSES.find((status) => status === known) ?? (value.trim() || undefined)
}

/** A run with this server's names; times are ISO 8601, money is in US dollars. */
export interface Run {
  runId: string
  actorId?: string
  /** `user/name`. */
  actorName?: string
  status: string
  statusMessage?: string
  startedAt?: string
  finishedAt?: string
  /** How long the run took, or how old it is while it goes on. */
  durationSecs?: number
  exitCode?: number
  datasetId?: string
  storeId?: string
  build?: string
  usageUsd?: number
  maxTotalChargeUsd?: number
  consoleUrl?: string
}

/** A run of a list. One that the API returned in another form has no ID. */
export type ListedRun = Partial<Run>

/** A run that was started as an MCP task, and the label that it was started with. */
export interface ListedTaskRun {
  run: Run
  taskLabel: string
}

/** Stands for a status that the API did not return. It never counts as an end. */
export const UNKNOWN_STATUS = 'UNKNOWN'

/** The statuses of a run that has ended. */
export const TERMINAL_STATUSES: readonly string[] = ['SUCCEEDED', 'FAILED', 'TIMED-OUT', 'ABORTED']

/** Returns whether a run or a build has ended, in whatever way. */
export function hasEnded({ status }: Pick<Run, 'status'>): boolean {
  return TERMINAL_STATUSES.includes(status)
}

/** Returns in one line how a run is, for progress and for states of tasks. */
export function runLine({
  runId,
  status,
  statusMessage,
}: Pick<Run, 'runId' | 'status' | 'statusMessage'>): string {
  return `Run ${runId} is ${status}${statusMessage ? `: ${statusMessage}` : ''}`
}

/** The statuses of a run that goes on. An unknown one is not among them. */
export const ONGOING_STATUSES: readonly string[] = STATUSES.filter(
  (status) => !TERMINAL_STATUSES.includes(status),
)

/** What to start: an Actor, or a task, which is an Actor with saved input and options. */
export type StartTarget = { actorId: string } | { taskId: string }

/** What a person is asked about before something starts: an Actor, a task of one, or a run of one. */
export type AskedStart = StartTarget | { runId: string }

export interface StartOptions {
  /** Kept with the run, so that lists find it: see `ListedTaskRun`. Letters, digits, `-` and `_`. */
  taskLabel?: string | undefined
  /** Gets a POST once the run has ended, with any status. */
  webhookUrl?: string | undefined
  build?: string | undefined
  memoryMbytes?: number | undefined
  timeoutSecs?: number | undefined
  maxItems?: number | undefined
  maxTotalChargeUsd?: number | undefined
  /** Whether `maxTotalChargeUsd` is the operator's, so that it may be lowered to what is left. */
  isCeiling?: boolean | undefined
}

/** Options of a run that goes on after its end; without one it has what it had. */
export type ResurrectOptions = Omit<StartOptions, 'webhookUrl'>

export interface WaitOptions<T = Run> {
  waitSecs: number
  /** Called with the run or the build each time it was requested. */
  onPoll?: (job: T) => void
  /** Called if the wait ends because it cannot be requested any more. */
  onLost?: (() => void) | undefined
}

/** The query of a list of runs that were started as tasks, newest first. */
export interface TaskRunsQuery {
  /** Of all runs, not only of those that are tasks. */
  offset: number
  limit: number
}

/** The query of a list of runs, of one Actor if `actorId` is given. */
export interface RunsQuery {
  actorId?: string | undefined
  status?: string | undefined
  desc: boolean
  limit: number
  offset: number
}
