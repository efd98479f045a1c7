import { setTimeout as sleep } from 'node:timers/promises'
import type { Timeouts } from '../transport/timeouts.ts'
import { hasEnded, type WaitOptions } from '../types/run-types.ts'

/** `waitForFinish` takes at most 60 s; with short slices, status messages and cancelling are prompt. */
const WAIT_SLICE_SECS = 4
/** The shortest time between two requests for a run, if a server ignores `waitForFinish`, in milliseconds. */
const MIN_INTERVAL_MS = 250
/** How much longer than its wait a response may take, in milliseconds. */
const RESPONSE_MARGIN_MS = 15_000

/** Returns the parts of a request that waits for the end of a run or a build. */
export function waitingRequest(waitSecs: number, { totalTimeoutMs }: Timeouts) {
  return {
    query: { waitForFinish: waitSecs > 0 ? waitSecs : undefined },
    responseTimeoutMs: waitSecs * 1000 + RESPONSE_MARGIN_MS,
    totalTimeoutMs: waitSecs * 1000 + totalTimeoutMs,
  }
}

/**
 * Waits in slices until a run or a build ends or `waitSecs` are over; it never aborts it. A failed
 * request ends the wait and returns the job as last seen, so that its ID is not lost.
 * @param get reads a job again, and waits for its end for some seconds
 */
export function jobWaiter<T extends { status: string }>(
  get: (job: T, waitSecs: number) => Promise<T>,
  signal: AbortSignal,
) {
  return async (job: T, { waitSecs, onPoll, onLost }: WaitOptions<T>): Promise<T> => {
    const until = performance.now() + waitSecs * 1000
    let latest = job
    onPoll?.(latest)
    while (!hasEnded(latest)) {
      const left = Math.ceil((until - performance.now()) / 1000)
      if (left <= 0) break
      const slice = Math.min(left, WAIT_SLICE_SECS)
      const [seen] = await Promise.all([
        get(job, slice).catch(() => undefined),
        pause(signal, latest === job ? 0 : MIN_INTERVAL_MS),
      ])
      if (!seen) {
        onLost?.()
        break
      }
      latest = seen
      onPoll?.(latest)
    }
    return latest
  }
}

/** Waits; ends early, without an error, when the call ends. */
function pause(signal: AbortSignal, ms: number): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => {})
}
