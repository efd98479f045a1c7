import type { Route } from '../router.ts'
import { actorRoutes } from './actors.ts'
import { buildRoutes } from './builds.ts'
import { datasetRoutes } from './datasets.ts'
import { keyValueStoreRoutes } from './key-value-stores.ts'
import { logRoutes } from './logs.ts'
import { requestQueueRoutes } from './request-queues.ts'
import { runSyncRoutes } from './run-sync.ts'
import { runRoutes } from './runs.ts'
import { storeRoutes } from './store.ts'
import { taskRoutes } from './tasks.ts'
import { userRoutes } from './users.ts'

/** Every endpoint that the platform serves. */
export const table: Route[] = [
  ...userRoutes,
  ...actorRoutes,
  ...taskRoutes,
  ...buildRoutes,
  ...storeRoutes,
  ...runSyncRoutes,
  ...runRoutes,
  ...logRoutes,
  ...datasetRoutes,
  ...keyValueStoreRoutes,
  ...requestQueueRoutes,
]
