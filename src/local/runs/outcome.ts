import { messageOf } from '../api-error.ts'

/** Why a run is ended before it ends by itself. */
export type Stop = 'abort' | 'timeout' | 'close'

/** How a run ends that does not end by itself. */
const STOPPED = {
  abort: { status: 'ABORTED', message: 'The run was aborted.' },
  timeout: { status: 'TIMED-OUT', message: 'The run took longer than its timeout.' },
  close: { status: 'ABORTED', message: 'The local platform was closed during the run.' },
} as const

/** How a run has ended. */
export interface Outcome {
  status: 'SUCCEEDED' | 'FAILED' | 'TIMED-OUT' | 'ABORTED'
  message: string
  exitCode: number | null
}

/** @param exitCode null when the process did not get to start */
export function outcomeOf(exitCode: number | null, stop: Stop | undefined): Outcome {
  if (stop) return { ...STOPPED[stop], exitCode }
  const message = `The Actor exited with code ${exitCode}.`
  return { status: exitCode === 0 ? 'SUCCEEDED' : 'FAILED', message, exitCode }
}

export function failedToRun(error: unknown): Outcome {
  return { status: 'FAILED', message: messageOf(error), exitCode: null }
}
