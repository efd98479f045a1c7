import { z } from 'zod'
import { decodeText, parseJson, readBody } from '../http/body.ts'
import { ApiError, notFound } from '../http/errors.ts'
import { paginate, type Query } from '../http/query.ts'
import { data, type Reply } from '../http/reply.ts'
import { type ApiRequest, mount, type ResourceRoute, type Route } from '../router.ts'
import { parseStatuses, type Run, toShort } from '../runs/model.ts'
import type { Services } from '../services.ts'
import { datasetRows } from './datasets.ts'
import { keyValueStoreRows } from './key-value-stores.ts'
import { logRows } from './logs.ts'
import { requestQueueRows } from './request-queues.ts'

/** From the API's description of `waitForFinish`. */
export const MAX_WAIT_SECS = 60

/** A status message with room to spare. */
const MAX_UPDATE_BYTES = 1024 * 1024

const update = z.object({
  statusMessage: z.string().max(10_000).optional(),
  isStatusMessageTerminal: z.boolean().optional(),
})

const rows: ResourceRoute<Run>[] = [
  {
    method: 'GET',
    path: '',
    handler: async ({ id }, { query, signal }, { runs }) => {
      const waitSecs = query.integer('waitForFinish', 0, MAX_WAIT_SECS) ?? 0
      return data(await runs.waitForFinish(id, waitSecs, signal))
    },
  },
  {
    method: 'PUT',
    path: '',
    handler: async ({ id }, { message }, { runs }) => {
      const body = parseJson(decodeText(await readBody(message, MAX_UPDATE_BYTES)))
      const { success, data: change, error } = update.safeParse(body)
      if (success) return data(await runs.update(id, change))
      throw new ApiError(400, 'invalid-request', z.prettifyError(error))
    },
  },
  {
    method: 'POST',
    path: '/abort',
    handler: async ({ id }, { query }, { runs }) =>
      data(await runs.abort(id, query.flag('gracefully'))),
  },
]

/** The run that a path names, by its id or as an Actor's newest. */
type FindRun = (request: ApiRequest, services: Services) => Promise<Run>

const byId: FindRun = ({ param }, { runs }) => runs.get(param('runId'))

const lastOfActor: FindRun = async ({ param, query }, { actors, runs }) => {
  const { id } = await actors.get(param('actorId'))
  const statuses = parseStatuses(query.list('status'))
  const last = (await runs.list()).findLast(
    ({ actId, status }) => actId === id && (statuses.length === 0 || statuses.includes(status)),
  )
  if (!last) throw notFound('Actor run')
  return last
}

/** A run with its log and default storages, as sub-resources. */
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
    handler: async ({ query }, { runs }) => listRuns(query, await runs.list()),
  },
  ...mountRun('/v2/actor-runs/:runId', byId),
  ...mountRun('/v2/actors/:actorId/runs/last', lastOfActor),
  ...mount('/v2/actors/:actorId/runs/:runId', byId, rows),
]

/** A page of runs, filtered as the query asks. */
export function listRuns(query: Query, all: Run[]): Reply {
  const statuses = parseStatuses(query.list('status'))
  const after = query.date('startedAfter')?.toISOString() ?? ''
  const before = query.date('startedBefore')?.toISOString() ?? '~'
  const matching = all.filter(
    ({ status, startedAt }) =>
      (statuses.length === 0 || statuses.includes(status)) &&
      startedAt >= after &&
      startedAt <= before,
  )
  return data(paginate(matching.map(toShort), query.page()))
}
