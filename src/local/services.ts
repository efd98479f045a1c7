import type { Actors } from './actors.ts'
import type { PassThroughProxy } from './proxy.ts'
import type { Runs } from './runs/runs.ts'
import type { Dataset } from './storage/dataset.ts'
import type { KeyValueStore } from './storage/key-value-store.ts'
import type { RequestQueue } from './storage/request-queue.ts'
import type { Storages } from './storage/storages.ts'
import type { Tasks } from './tasks.ts'

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
