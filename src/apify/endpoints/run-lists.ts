import type { ApiResource } from '../transport/api-resource.ts'
import type { Requester } from '../transport/requester.ts'
import { resourceId } from '../transport/resource-paths.ts'
import {
  apiRun,
  apiRunList,
  type ListedRun,
  type ListedTaskRun,
  type Run,
  type RunsQuery,
  type TaskRunsQuery,
} from '../types/run-types.ts'
import type { FindNamed, NamedResource } from './find-named.ts'
import { taskLabelOf } from './task-label.ts'
import { toListedRun, toRun } from './to-run.ts'

/** Returns the endpoints that list and abort runs. */
export function runListEndpoints(
  requester: Requester,
  named: FindNamed,
  consoleUrl: string | undefined,
) {
  return {
    /** GET /v2/actor-runs and /v2/actors/:id/runs, ordered by start time */
    async listRuns({
      actorId,
      ...query
    }: RunsQuery): Promise<{ runs: ListedRun[]; total: number | undefined }> {
      const request = {
        method: 'GET',
        query: { ...query, desc: query.desc ? true : undefined },
      } as const
      const read = (path: string, resource: ApiResource) =>
        requester.data(apiRunList, { ...request, path, resource })
      const ofActor = (resource: NamedResource) =>
        named.find(resource, (id) => read(`/v2/actors/${resourceId('actorId', id)}/runs`, resource))
      const list = await (actorId === undefined
        ? read('/v2/actor-runs', { kind: 'account' })
        : ofActor({ kind: 'Actor', id: actorId }))
      return {
        runs: list.items.map((run) => toListedRun(run, consoleUrl)),
        total: list.total ?? undefined,
      }
    },

    /**
     * GET /v2/actor-runs, for the runs that were started as tasks
     * @returns also how many runs were read of all, tasks or not
     */
    async listTaskRuns(query: TaskRunsQuery): Promise<{ runs: ListedTaskRun[]; read: number }> {
      const { items } = await requester.data(apiRunList, {
        method: 'GET',
        path: '/v2/actor-runs',
        query: { ...query, desc: true },
        resource: { kind: 'account' },
      })
      const runs = items.flatMap(({ id, meta, ...run }) => {
        const taskLabel = taskLabelOf(meta?.userAgent)
        return id && taskLabel ? { run: toRun({ id, ...run }, consoleUrl), taskLabel } : []
      })
      return { runs, read: items.length }
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
