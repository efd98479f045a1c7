import { setTimeout as sleep } from 'node:timers/promises'
import { withoutTerminalCodes } from '../../exit/terminal-codes.ts'
import { type Requester, undefinedOnStatus } from '../transport/requester.ts'
import { resourceId, runRequest } from '../transport/resource-paths.ts'
import { apiRun, type Run, TERMINAL_STATUSES, type WaitOptions } from '../types/run-types.ts'
import type { FindNamed } from './find-named.ts'
import { runStarter } from './start-run.ts'
import { toRun } from './to-run.ts'

/** `waitForFinish` takes at most 60 s; with short slices, status messages and cancelling are prompt. */
const WAIT_SLICE_SECS = 4
/** The shortest time between two requests for a run, if a server ignores `waitForFinish`, in milliseconds. */
const MIN_INTERVAL_MS = 250
/** How much longer than its wait a response may take, in milliseconds. */
const RESPONSE_MARGIN_MS = 15_000

/** Returns the endpoints of runs and their logs. */
export function runEndpoints(
  requester: Requester,
  named: FindNamed,
  consoleUrl: string | undefined,
) {
  /**
   * GET /v2/actor-runs/:id
   * @param waitSecs how many seconds to wait for the end of the run
   */
  const getRun = async (runId: string, waitSecs = 0): Promise<Run> => {
    const run = await requester.data(apiRun, {
      ...runRequest(runId),
      query: { waitForFinish: waitSecs > 0 ? waitSecs : undefined },
      responseTimeoutMs: waitSecs * 1000 + RESPONSE_MARGIN_MS,
      totalTimeoutMs: waitSecs * 1000 + requester.timeouts.totalTimeoutMs,
    })
    return toRun(run, consoleUrl)
  }

  return {
    getRun,

    /** Returns a run; undefined if there is none with this id. */
    findRun: (runId: string): Promise<Run | undefined> =>
      getRun(runId).catch(undefinedOnStatus(404)),

    startRun: runStarter(requester, named, consoleUrl),
    waitForRun: runWaiter(getRun, requester.signal),

    /**
     * GET /v2/logs/:id: passes the log of a run or build to `read` as it arrives, without terminal codes
     * and secrets. A code may stand inside a secret, so codes go first.
     * @param withinMs how long it may take in one attempt, in milliseconds; by default as long as the call
     */
    readLog<T>(
      runId: string,
      read: (body: AsyncIterable<Buffer>) => Promise<T>,
      withinMs?: number,
    ): Promise<T> {
      return requester.open(
        {
          method: 'GET',
          path: `/v2/logs/${resourceId('runId', runId)}`,
          resource: { kind: 'log', id: runId },
          ...(withinMs !== undefined && { retries: 0, totalTimeoutMs: withinMs }),
        },
        ({ body }) => read(requester.redactor.bytes(withoutTerminalCodes(body))),
      )
    },
  }
}

/**
 * Waits in slices until the run ends or `waitSecs` are over; it never aborts the run. A failed
 * request ends the wait and returns the run as last seen, so that its ID is not lost.
 */
function runWaiter(getRun: (runId: string, waitSecs: number) => Promise<Run>, signal: AbortSignal) {
  return async (run: Run, { waitSecs, onPoll, onLost }: WaitOptions): Promise<Run> => {
    const until = performance.now() + waitSecs * 1000
    let latest = run
    onPoll?.(latest)
    while (!TERMINAL_STATUSES.includes(latest.status)) {
      const left = Math.ceil((until - performance.now()) / 1000)
      if (left <= 0) break
      const slice = Math.min(left, WAIT_SLICE_SECS)
      const [seen] = await Promise.all([
        getRun(run.runId, slice).catch(() => undefined),
        pause(signal, latest === run ? 0 : MIN_INTERVAL_MS),
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
