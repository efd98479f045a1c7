import { z } from 'zod'
import { TERMINAL_STATUSES } from '../../apify/types/run-types.ts'

/** A run, as far as the state of its task depends on it. */
export const taskRun = z.object({
  runId: z.string(),
  status: z.string(),
  statusMessage: z.string().optional(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  durationSecs: z.number().optional(),
})
type TaskRun = z.output<typeof taskRun>

/** The state of a task, which every revision writes in its own form. */
export interface TaskState {
  taskId: string
  status: 'working' | 'completed' | 'failed' | 'cancelled'
  statusMessage: string
  /** ISO 8601, like `lastUpdatedAt`. */
  createdAt: string
  lastUpdatedAt: string
  /** After how many milliseconds to look again. */
  pollMs: number
}

/** A task never goes back from `cancelled`, and a run that is being aborted ends as ABORTED. */
const STATUS: Readonly<Record<string, TaskState['status']>> = {
  SUCCEEDED: 'completed',
  FAILED: 'failed',
  'TIMED-OUT': 'failed',
  ABORTING: 'cancelled',
  ABORTED: 'cancelled',
}

/** The shortest and the longest pause between two looks at a run, in milliseconds. */
const MIN_POLL_MS = 1000
const MAX_POLL_MS = 30_000
/** The part of its age after which a run is looked at again: nobody minds to wait a tenth longer. */
const POLL_SHARE = 0.1

/** Returns the state of the task that a run is. */
export function stateOf(taskId: string, run: TaskRun): TaskState {
  const now = new Date().toISOString()
  const createdAt = run.startedAt ?? run.finishedAt ?? now
  const age = (run.durationSecs ?? 0) * 1000
  return {
    taskId,
    status: STATUS[run.status] ?? 'working',
    statusMessage: runLine(run),
    createdAt,
    lastUpdatedAt: run.finishedAt ?? createdAt,
    pollMs: Math.round(Math.min(MAX_POLL_MS, Math.max(MIN_POLL_MS, age * POLL_SHARE))),
  }
}

/** Returns whether a run has ended, so that its result is known. */
export function hasEnded({ status }: Pick<TaskRun, 'status'>): boolean {
  return TERMINAL_STATUSES.includes(status)
}

/** Says how a run is, in one line. */
export function runLine({ runId, status, statusMessage }: TaskRun): string {
  return `Run ${runId} is ${status}${statusMessage ? `: ${statusMessage}` : ''}`
}
