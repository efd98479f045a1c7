import { z } from 'zod'
import { prepareInput } from '../../actors/run-input.ts'
import { ApiError, notFound } from '../../api-error.ts'
import { readJsonAs } from '../../http/json-body.ts'
import type { Query } from '../../http/query.ts'
import { created, data, noContent, type Reply } from '../../http/reply.ts'
import { MAX_INFLATED_BYTES, readBody } from '../../http/request-body.ts'
import { type ApiRequest, mount, type ResourceRoute, type Route } from '../../http/router.ts'
import { parseStatuses, type Run, runOrigin, toShort } from '../../runs/run.ts'
import type { RunFilter } from '../../runs/run-index.ts'
import type { RunLists } from '../../runs/run-store.ts'
import type { Services } from '../../services.ts'
import { datasetRows } from '../storages/datasets.ts'
import { keyValueStoreRows } from '../storages/key-value-stores.ts'
import { requestQueueRows } from '../storages/request-queues.ts'
import { logRows } from './logs.ts'
import { readOptions, type StartRun } from './run-start.ts'

/** From the API's description of `waitForFinish`. */
const MAX_WAIT_SECS = 60

const update = z.object({
  statusMessage: z.string().max(10_000).optional(),
  isStatusMessageTerminal: z.boolean().optional(),
})

const rows: ResourceRoute<Run>[] = [
  {
    method: 'GET',
    path: '',
    handler: async ({ id }, { query, signal }, { runs }) => {
      return data(await runs.waitForFinish(id, readWaitSecs(query), signal))
    },
  },
  {
    method: 'PUT',
    path: '',
    handler: async ({ id }, { message }, { runs }) => {
      return data(await runs.update(id, await readJsonAs(update, message)))
    },
  },
  {
    method: 'DELETE',
    path: '',
    handler: async ({ id }, _request, { runs }) => {
      await runs.delete(id)
      return noContent()
    },
  },
  {
    method: 'POST',
    path: '/abort',
    handler: async ({ id }, { query }, { runs }) =>
      data(await runs.abort(id, query.flag('gracefully'))),
  },
  {
    method: 'POST',
    path: '/reboot',
    handler: async ({ id }, _request, { runs }) => data(await runs.reboot(id)),
  },
  {
    method: 'POST',
    path: '/resurrect',
    handler: async (run, { query }, { actors, builds, runs }) => {
      const options = readOptions(query)
      const build = options.build ?? (await builds.nameOf(run))
      const actor = await builds.actorAt(await actors.get(run.actId), build)
      return data(await runs.resurrect(run.id, actor, options))
    },
  },
  {
    method: 'POST',
    path: '/metamorph',
    handler: async ({ id }, { query, message }, { actors, builds, runs }) => {
      const target = await actors.get(query.text('targetActorId') ?? '')
      const actor = await builds.actorAt(target, query.text('build'))
      const body = await readBody(message, MAX_INFLATED_BYTES)
      const input = await prepareInput(
        actor.inputSchema,
        body,
        message.headers['content-type'] ?? '',
      )
      return data(await runs.metamorph(id, actor, input))
    },
  },
  {
    method: 'POST',
    path: '/charge',
    handler: () => {
      const message = 'Actors are free of charge on the local platform; nothing can be charged.'
      throw new ApiError(400, 'cannot-charge-non-pay-per-event-actor', message)
    },
  },
]

/** Starts a run, waits as long as the query asks, and returns the run. */
export async function startAndWait(start: StartRun, request: ApiRequest, services: Services) {
  const { id } = await start(request, services)
  const seconds = readWaitSecs(request.query)
  const run = await services.runs.waitForFinish(id, seconds, request.signal)
  return created(run, `${services.baseUrl}/v2/actor-runs/${id}`)
}

/** Reads how long to wait. Apify's own clients ask for a very long time and get the maximum. */
function readWaitSecs(query: Query): number {
  return Math.min(query.number('waitForFinish', 0) ?? 0, MAX_WAIT_SECS)
}

/** Finds the run that a path names, by its id or as the last run of an Actor or a task. */
type FindRun = (request: ApiRequest, services: Services) => Promise<Run>

const byId: FindRun = ({ param }, { runs }) => runs.get(param('runId'))

const lastOfActor: FindRun = async ({ param, query }, { actors, runs }) => {
  const { id } = await actors.get(param('actorId'))
  return lastOf(query, runs.lists, { actId: id })
}

const lastOfTask: FindRun = async ({ param, query }, { tasks, runs }) => {
  const { id } = await tasks.get(param('actorTaskId'))
  return lastOf(query, runs.lists, { taskId: id })
}

async function lastOf(query: Query, runs: RunLists, filter: RunFilter): Promise<Run> {
  const statuses = parseStatuses(query.list('status'))
  const given = query.text('origin')
  const origin = given ? runOrigin.safeParse(given).data : undefined
  // No run here has any other origin.
  const isKnown = !given || origin !== undefined
  const last = isKnown ? await runs.last({ ...filter, statuses, origin }) : undefined
  if (!last) throw notFound('Actor run')
  return last
}

/** Returns the routes of a run, its log and its default storages. */
function mountRun(prefix: string, find: FindRun): Route[] {
  const findDataset = async (request: ApiRequest, services: Services) =>
    services.datasets.get((await find(request, services)).defaultDatasetId)
  const findStore = async (request: ApiRequest, services: Services) =>
    services.keyValueStores.get((await find(request, services)).defaultKeyValueStoreId)
  const findQueue = async (request: ApiRequest, services: Services) =>
    services.requestQueues.get((await find(request, services)).defaultRequestQueueId)
  return [
    ...mount(prefix, find, [...rows, ...logRows('/log')]),
    ...mount(`${prefix}/dataset`, findDataset, datasetRows),
    ...mount(`${prefix}/request-queue`, findQueue, requestQueueRows),
    ...mount(`${prefix}/key-value-store`, findStore, keyValueStoreRows),
  ]
}

export const runRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v2/actor-runs',
    handler: ({ query }, { runs }) => listRuns(query, runs.lists, {}),
  },
  ...mountRun('/v2/actor-runs/:runId', byId),
  ...mountRun('/v2/actors/:actorId/runs/last', lastOfActor),
  ...mountRun('/v2/actor-tasks/:actorTaskId/runs/last', lastOfTask),
  ...mount('/v2/actors/:actorId/runs/:runId', byId, rows),
]

/** Returns a page of the runs that both the query and a filter name. */
export async function listRuns(query: Query, runs: RunLists, filter: RunFilter): Promise<Reply> {
  const statuses = parseStatuses(query.list('status'))
  const [after, before] = [query.date('startedAfter'), query.date('startedBefore')]
  const page = await runs.page({ ...filter, statuses, after, before }, query.page())
  return data({ ...page, items: page.items.map(toShort) })
}
