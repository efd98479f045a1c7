import { withoutTerminalCodes } from '../../exit/terminal-codes.ts'
import { type Requester, undefinedOnStatus } from '../transport/requester.ts'
import { resourceId, runRequest } from '../transport/resource-paths.ts'
import { apiRun, hasEnded, type Run } from '../types/run-types.ts'
import type { FindNamed } from './find-named.ts'
import type { StartRules } from './start-rules.ts'
import { runStarter } from './start-run.ts'
import { toRun } from './to-run.ts'
import { jobWaiter, waitingRequest } from './wait-for-job.ts'

/** Returns the endpoints of runs and their logs. */
export function runEndpoints(
  requester: Requester,
  named: FindNamed,
  consoleUrl: string | undefined,
  rules?: StartRules,
) {
  /**
   * GET /v2/actor-runs/:id
   * @param waitSecs how many seconds to wait for the end of the run
   */
  const getRun = async (runId: string, waitSecs = 0): Promise<Run> => {
    const read = await requester.data(apiRun, {
      ...runRequest(runId),
      ...waitingRequest(waitSecs, requester.timeouts),
    })
    const run = toRun(read, consoleUrl)
    const { usageUsd: usd, finishedAt } = run
    rules?.see({ jobId: run.runId, usd, hasEnded: hasEnded(run), finishedAt })
    return run
  }

  return {
    getRun,

    /** Returns a run; undefined if there is none with this id. */
    findRun: (runId: string): Promise<Run | undefined> =>
      getRun(runId).catch(undefinedOnStatus(404)),

    startRun: runStarter(requester, named, consoleUrl, rules),
    waitForRun: jobWaiter<Run>(({ runId }, waitSecs) => getRun(runId, waitSecs), requester.signal),

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

/** Returns whether there is a run of an ID, as far as one request tells. */
export function runExists(requester: Requester, runId: string): Promise<boolean> {
  return requester.done({ ...runRequest(runId), retries: 0 }).then(
    () => true,
    () => false,
  )
}
