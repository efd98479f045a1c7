import type { Actors } from './actors/registry.ts'
import type { Tasks } from './actors/tasks.ts'
import type { PassThroughProxy } from './runs/pass-through-proxy.ts'
import type { Runs } from './runs/run-manager.ts'
import type { Dataset } from './storage/dataset/dataset.ts'
import type { KeyValueStore } from './storage/key-value-store/key-value-store.ts'
import type { RequestQueue } from './storage/request-queue/request-queue.ts'
import type { Storages } from './storage/storage-registry.ts'

/** What the handlers work with. */
export interface Services {
  /** Such as `http://127.0.0.1:49152`. */
  baseUrl: string
  actors: Actors
  tasks: Tasks
  runs: Runs
  proxy: PassThroughProxy
  datasets: Storages<Dataset>
  keyValueStores: Storages<KeyValueStore>
  requestQueues: Storages<RequestQueue>
}
