import type { ActorRegistry } from './actors/registry.ts'
import type { Tasks } from './actors/tasks.ts'
import type { Builds } from './builds/builds.ts'
import type { PassThroughProxy } from './runs/pass-through-proxy.ts'
import type { RunManager } from './runs/run-manager.ts'
import type { Scheduler } from './schedules/scheduler.ts'
import type { Dataset } from './storage/dataset/dataset.ts'
import type { KeyValueStore } from './storage/key-value-store/key-value-store.ts'
import type { RequestQueue } from './storage/request-queue/request-queue.ts'
import type { StorageRegistry } from './storage/storage-registry.ts'
import type { Dispatcher } from './webhooks/dispatcher.ts'
import type { Webhooks } from './webhooks/webhooks.ts'

/** What request handlers work with. */
export interface Services {
  /** Such as `http://127.0.0.1:49152`. */
  baseUrl: string
  actors: ActorRegistry
  builds: Builds
  tasks: Tasks
  runs: RunManager
  schedules: Scheduler
  webhooks: Webhooks
  dispatcher: Dispatcher
  proxy: PassThroughProxy
  datasets: StorageRegistry<Dataset>
  keyValueStores: StorageRegistry<KeyValueStore>
  requestQueues: StorageRegistry<RequestQueue>
}
