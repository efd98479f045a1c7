import type { Route } from '../http/router.ts'
import { actorRoutes } from './actors/actors.ts'
import { buildRoutes } from './actors/builds.ts'
import { storeRoutes } from './actors/store.ts'
import { taskRoutes } from './actors/tasks.ts'
import { versionRoutes } from './actors/versions.ts'
import { browserInfoRoutes } from './browser-info.ts'
import { logRoutes } from './runs/logs.ts'
import { runSyncRoutes } from './runs/run-sync.ts'
import { runRoutes } from './runs/runs.ts'
import { scheduleRoutes } from './schedules.ts'
import { datasetRoutes } from './storages/datasets.ts'
import { keyValueStoreRoutes } from './storages/key-value-stores.ts'
import { requestQueueRoutes } from './storages/request-queues.ts'
import { userRoutes } from './users.ts'
import { webhookRoutes } from './webhooks.ts'

/** All endpoints that the platform supports. */
export const table: Route[] = [
  ...userRoutes,
  ...actorRoutes,
  ...taskRoutes,
  ...buildRoutes,
  ...versionRoutes,
  ...storeRoutes,
  ...runSyncRoutes,
  ...runRoutes,
  ...logRoutes,
  ...datasetRoutes,
  ...keyValueStoreRoutes,
  ...requestQueueRoutes,
  ...scheduleRoutes,
  ...webhookRoutes,
  ...browserInfoRoutes,
]
