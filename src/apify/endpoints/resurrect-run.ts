import { resurrectOnce } from '../delivery/resurrect-once.ts'
import { newStart } from '../delivery/start-once.ts'
import type { Requester } from '../transport/requester.ts'
import { runRequest } from '../transport/resource-paths.ts'
import { apiRun, type ResurrectOptions, type Run } from '../types/run-types.ts'
import type { StartRules } from './start-rules.ts'
import { toRun } from './to-run.ts'

/** Returns the endpoint that lets a run that has ended go on. */
export function resurrectEndpoints(
  requester: Requester,
  consoleUrl: string | undefined,
  rules: StartRules | undefined,
) {
  const send = resurrecter(requester, consoleUrl)
  return {
    /**
     * POST /v2/actor-runs/:id/resurrect. One call resurrects the run once: if the response is lost, the
     * run is looked at.
     * @param before the run as it has ended
     * @throws {ApiFailure} says that the run may go on again, if that is unknown
     */
    async resurrectRun(before: Run, options: ResurrectOptions): Promise<Run> {
      if (!rules) return send(before, options)
      await rules.allowed(before.actorId, 'the run was not resurrected')
      const { runId, maxTotalChargeUsd: own, finishedAt } = before
      const { isCeiling, maxTotalChargeUsd = own, ...rest } = options
      const claim = {
        id: newStart().startId,
        kind: 'run' as const,
        path: runRequest(runId).path,
        maxTotalChargeUsd,
        isCeiling: isCeiling || options.maxTotalChargeUsd === undefined,
        resurrects: { jobId: runId, usd: before.usageUsd ?? 0, endedAt: finishedAt },
      }
      const start = (usd: number | undefined) =>
        send(before, { ...rest, maxTotalChargeUsd: usd === own ? undefined : usd })
      return rules.spend(claim, start, () => runId)
    },
  }
}

/** Returns a function that resurrects a run once. */
function resurrecter(requester: Requester, consoleUrl: string | undefined) {
  return (before: Run, options: ResurrectOptions): Promise<Run> => {
    const request = runRequest(before.runId)
    const { memoryMbytes, timeoutSecs, isCeiling: _, ...query } = options
    const read = async (more: object) =>
      toRun(await requester.data(apiRun, { ...request, ...more }), consoleUrl)
    return resurrectOnce(before, requester, {
      resurrect: () =>
        read({
          method: 'POST',
          path: `${request.path}/resurrect`,
          query: { ...query, memory: memoryMbytes, timeout: timeoutSecs },
          retry: 'not-sent',
          totalTimeoutMs: requester.timeouts.writeTimeoutMs,
        }),
      get: (totalTimeoutMs) => read({ retries: 0, totalTimeoutMs }),
    })
  }
}
