import { z } from 'zod'
import { runLine } from '../../apify/types/run-types.ts'
import { progressText } from '../../exit/fit-message.ts'
import type { CallEnvironment } from '../../tool-call/call-environment.ts'

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

/** Returns the state of the task that a run is. Its message has no secrets, and is cut to one line. */
export function stateOf(
  taskId: string,
  run: TaskRun,
  environment: Pick<CallEnvironment, 'settings' | 'redactor'>,
): TaskState {
  const now = new Date().toISOString()
  const createdAt = run.startedAt ?? run.finishedAt ?? now
  const age = (run.durationSecs ?? 0) * 1000
  return {
    taskId,
    status: STATUS[run.status] ?? 'working',
    statusMessage: progressText(runLine(run), environment),
    createdAt,
    lastUpdatedAt: run.finishedAt ?? createdAt,
    pollMs: Math.round(Math.min(MAX_POLL_MS, Math.max(MIN_POLL_MS, age * POLL_SHARE))),
  }
}
