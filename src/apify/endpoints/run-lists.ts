import type { Requester } from '../transport/requester.ts'
import { resourceId } from '../transport/resource-paths.ts'
import { apiRun, apiRunList, type ListedRun, type Run, type RunsQuery } from '../types/run-types.ts'
import { toListedRun, toRun } from './to-run.ts'

/** Returns the endpoints that list and abort runs. */
export function runListEndpoints(requester: Requester, consoleUrl: string | undefined) {
  return {
    /** GET /v2/actor-runs and /v2/actors/:id/runs, ordered by start time */
    async listRuns({
      actorId,
      ...query
    }: RunsQuery): Promise<{ runs: ListedRun[]; total: number | undefined }> {
      const list = await requester.data(apiRunList, {
        method: 'GET',
        path:
          actorId === undefined
            ? '/v2/actor-runs'
            : `/v2/actors/${resourceId('actorId', actorId)}/runs`,
        query: { ...query, desc: query.desc ? 1 : undefined },
        resource: actorId === undefined ? { kind: 'account' } : { kind: 'Actor', id: actorId },
      })
      return {
        runs: list.items.map((run) => toListedRun(run, consoleUrl)),
        total: list.total ?? undefined,
      }
    },

    /** POST /v2/actor-runs/:id/abort. It does not change a run that has ended, so it may be retried. */
    async abortRun(runId: string, gracefully: boolean | undefined): Promise<Run> {
      const run = await requester.data(apiRun, {
        method: 'POST',
        path: `/v2/actor-runs/${resourceId('runId', runId)}/abort`,
        query: { gracefully },
        resource: { kind: 'run', id: runId },
      })
      return toRun(run, consoleUrl)
    },
  }
}
