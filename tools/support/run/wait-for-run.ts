import { type Run, TERMINAL_STATUSES } from '../../../src/apify/types/run-types.ts'
import type { Context } from '../../../src/tool-call/tool.ts'

/** Returns whether a run or a build has ended, in whatever way. */
export function hasEnded({ status }: Pick<Run, 'status'>): boolean {
  return TERMINAL_STATUSES.includes(status)
}

/**
 * Waits for the end of a run and reports its progress.
 * @param waitSecs seconds to wait at most
 * @param onLost called if the wait ends early, since the run cannot be requested any more
 * @returns the run as last seen
 */
export function waitForRun(
  run: Run,
  waitSecs: number,
  { apify, progress }: Context,
  onLost?: () => void,
): Promise<Run> {
  return apify.waitForRun(run, {
    waitSecs,
    onPoll: (seen) => progress(progressLine(seen)),
    onLost,
  })
}

function progressLine({ runId, status, statusMessage }: Run): string {
  return statusMessage ? `${status}: ${statusMessage}` : `Run ${runId} is ${status}`
}
