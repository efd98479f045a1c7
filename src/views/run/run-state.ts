import type { AbortRunResult, GetRunResult, RunActorResult } from '../shared/results.ts'
import { isRecord, listOf, numberOf, recordOf, textOf } from '../shared/values.ts'

/** A run as this view shows it, read from any result that has one. Money is in US dollars. */
export interface RunState {
  runId: string
  status: string
  actorName: string | undefined
  statusMessage: string | undefined
  /** ISO 8601, like `finishedAt`. */
  startedAt: string | undefined
  finishedAt: string | undefined
  /** How long the run took, or how old it was when it was read. */
  durationSecs: number | undefined
  exitCode: number | undefined
  datasetId: string | undefined
  storeId: string | undefined
  build: string | undefined
  usageUsd: number | undefined
  maxTotalChargeUsd: number | undefined
  consoleUrl: string | undefined
  itemCount: number | undefined
  /** Record OUTPUT, if it is small. */
  output: unknown
  /** The last lines that say why the run failed. */
  failureLines: string[]
}

/** What the results of `run_actor`, `get_run` and `abort_run` have in common. */
export type RunResult = Pick<RunActorResult & GetRunResult & AbortRunResult, 'runId' | 'status'>

/** The statuses of a run that has ended. */
const ENDED: readonly string[] = ['SUCCEEDED', 'FAILED', 'TIMED-OUT', 'ABORTED']
/** The statuses of a run that is about to end. It cannot be aborted any more. */
const ENDING: readonly string[] = ['ABORTING', 'TIMING-OUT']

export function isRunResult(value: unknown): value is RunResult {
  return isRecord(value) && textOf(value.runId) !== undefined && textOf(value.status) !== undefined
}

/** Reads a run. Members of another form than the tools return are left out. */
export function readRun(result: RunResult): RunState {
  const raw: Partial<Record<keyof GetRunResult, unknown>> = recordOf(result)
  return {
    runId: result.runId,
    status: result.status,
    actorName: textOf(raw.actorName),
    statusMessage: textOf(raw.statusMessage),
    startedAt: textOf(raw.startedAt),
    finishedAt: textOf(raw.finishedAt),
    durationSecs: numberOf(raw.durationSecs),
    exitCode: numberOf(raw.exitCode),
    datasetId: textOf(raw.datasetId),
    storeId: textOf(raw.storeId),
    build: textOf(raw.build),
    usageUsd: numberOf(raw.usageUsd),
    maxTotalChargeUsd: numberOf(raw.maxTotalChargeUsd),
    consoleUrl: textOf(raw.consoleUrl),
    itemCount: numberOf(raw.itemCount),
    output: raw.output,
    failureLines: listOf(raw.log).map(String),
  }
}

/**
 * Returns what is known of a run after it was read again. A later result may say less than an earlier one, and an
 * answer that was under way longer never revives a run that has ended.
 */
export function laterRun(before: RunState | undefined, now: RunState): RunState {
  if (before?.runId !== now.runId) return now
  if (hasEnded(before) && !hasEnded(now)) return before
  const { itemCount, maxTotalChargeUsd, actorName, output, failureLines } = before
  return {
    ...now,
    actorName: now.actorName ?? actorName,
    maxTotalChargeUsd: now.maxTotalChargeUsd ?? maxTotalChargeUsd,
    itemCount: now.itemCount ?? itemCount,
    output: now.output ?? output,
    failureLines: now.failureLines.length > 0 ? now.failureLines : failureLines,
  }
}

export function hasEnded({ status }: Pick<RunState, 'status'>): boolean {
  return ENDED.includes(status)
}

/** Tells whether a run goes on and nobody has ended it yet. */
export function canBeAborted({ status }: Pick<RunState, 'status'>): boolean {
  return !ENDED.includes(status) && !ENDING.includes(status)
}

/** How a status looks. The text says the same. */
export function toneOf(status: string): 'success' | 'danger' | 'warning' | 'info' {
  if (status === 'SUCCEEDED') return 'success'
  if (status === 'FAILED' || status === 'TIMED-OUT') return 'danger'
  return status === 'ABORTED' || ENDING.includes(status) ? 'warning' : 'info'
}

/** Returns when a run was read, in milliseconds since 1970 by the server's clock, as far as it says so. */
export function readAt({ startedAt, finishedAt, durationSecs }: RunState): number | undefined {
  const start = startedAt === undefined ? Number.NaN : Date.parse(startedAt)
  if (finishedAt !== undefined || durationSecs === undefined || Number.isNaN(start)) {
    return undefined
  }
  return start + durationSecs * 1000
}
