import { ApiError } from '../../api-error.ts'
import type { Reply } from '../../http/reply.ts'
import type { ApiRequest, Method, Route } from '../../http/router.ts'
import { isFinal, type Run } from '../../runs/run.ts'
import type { Services } from '../../services.ts'
import { readItems } from '../storages/dataset-items.ts'
import { recordReply } from '../storages/records.ts'
import { type StartRun, startActor, startTask } from './run-start.ts'

/** From the API's description of running synchronously. */
const MAX_SYNC_SECS = 300

const METHODS: Method[] = ['GET', 'POST']

export const runSyncRoutes: Route[] = [
  ...syncRoutes('/v2/actors/:actorId', startActor),
  ...syncRoutes('/v2/actor-tasks/:actorTaskId', startTask),
]

function syncRoutes(prefix: string, start: StartRun): Route[] {
  return METHODS.flatMap((method) => [
    {
      method,
      path: `${prefix}/run-sync`,
      handler: async (request: ApiRequest, services: Services) =>
        asCreated(await readOutput(await runToEnd(start, request, services), request, services)),
    },
    {
      method,
      path: `${prefix}/run-sync-get-dataset-items`,
      handler: async (request: ApiRequest, services: Services) => {
        const run = await runToEnd(start, request, services)
        const dataset = await services.datasets.get(run.defaultDatasetId)
        return asCreated(await readItems(dataset, request, services))
      },
    },
  ])
}

/** @throws {ApiError} 400 `run-failed`, or 408 `run-timeout-exceeded` if the run is still going */
async function runToEnd(start: StartRun, request: ApiRequest, services: Services): Promise<Run> {
  const { id } = await start(request, services)
  const run = await services.runs.waitForFinish(id, MAX_SYNC_SECS, request.signal)
  if (!isFinal(run)) {
    const message = `The run ${id} did not finish within ${MAX_SYNC_SECS} seconds. It is still running: get it by its ID.`
    throw new ApiError(408, 'run-timeout-exceeded', message)
  }
  if (run.status === 'SUCCEEDED') return run
  const message = `Actor run did not succeed (run ID: ${id}, status: ${run.status}). ${run.statusMessage ?? ''} See its log.`
  throw new ApiError(400, 'run-failed', message)
}

async function readOutput(run: Run, request: ApiRequest, services: Services): Promise<Reply> {
  const store = await services.keyValueStores.get(run.defaultKeyValueStoreId)
  const key = request.query.text('outputRecordKey') || 'OUTPUT'
  const reply = await recordReply(store, key, request)
  // An Actor does not need to have an output. The answer is then empty.
  return reply ?? { status: 200, headers: {}, body: '' }
}

function asCreated(reply: Reply): Reply {
  return { ...reply, status: 201 }
}
