import { type Run, runLine } from '../../../src/apify/types/run-types.ts'
import type { Context } from '../../../src/tool-call/tool.ts'

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
    onPoll: (seen) => progress(runLine(seen)),
    onLost,
  })
}
