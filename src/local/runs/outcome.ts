import { messageOf } from '../api-error.ts'

/** Why a run is stopped before it ends by itself. */
export type Stop = 'abort' | 'timeout' | 'close'

/** How a stopped run ends. */
const STOPPED = {
  abort: { status: 'ABORTED', message: 'The run was aborted.' },
  timeout: { status: 'TIMED-OUT', message: 'The run exceeded its timeout.' },
  close: { status: 'ABORTED', message: 'The local platform was shut down during the run.' },
} as const

/** How a run has ended. */
export interface Outcome {
  status: 'SUCCEEDED' | 'FAILED' | 'TIMED-OUT' | 'ABORTED'
  message: string
  exitCode: number | null
}

/**
 * Returns the outcome of a run.
 * @param exitCode null if the process was not started
 */
export function outcomeOf(exitCode: number | null, stop: Stop | undefined): Outcome {
  if (stop) return { ...STOPPED[stop], exitCode }
  const message = `The Actor exited with code ${exitCode}.`
  return { status: exitCode === 0 ? 'SUCCEEDED' : 'FAILED', message, exitCode }
}

/** Returns the outcome of a run that could not be started. */
export function failedToRun(error: unknown): Outcome {
  return { status: 'FAILED', message: messageOf(error), exitCode: null }
}
