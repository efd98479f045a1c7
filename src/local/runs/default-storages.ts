import type { Input } from '../actors/prepare-input.ts'
import type { Actor } from '../actors/project.ts'
import type { Dataset } from '../storage/dataset/dataset.ts'
import type { KeyValueStore } from '../storage/key-value-store/key-value-store.ts'
import type { RequestQueue } from '../storage/request-queue/request-queue.ts'
import type { StorageRegistry } from '../storage/storage-registry.ts'

/** The storages of all runs. */
export interface RunStorages {
  datasets: StorageRegistry<Dataset>
  keyValueStores: StorageRegistry<KeyValueStore>
  requestQueues: StorageRegistry<RequestQueue>
}

/** Creates the default storages of a run, and returns their ids. */
export async function createDefaultStorages(
  { datasets, keyValueStores, requestQueues }: RunStorages,
  actor: Actor,
  runId: string,
) {
  const owner = { actId: actor.id, actRunId: runId }
  const [dataset, store, queue] = await Promise.all([
    datasets.create({ ...owner, schema: actor.datasetSchema ?? null }),
    keyValueStores.create(owner),
    requestQueues.create(owner),
  ])
  return {
    dataset: dataset.properties.id,
    store: store.properties.id,
    queue: queue.properties.id,
  }
}

/** Stores the input of a run as a record. */
export async function storeInput(
  { keyValueStores }: Pick<RunStorages, 'keyValueStores'>,
  storeId: string,
  key: string,
  input: Input,
): Promise<void> {
  const store = await keyValueStores.get(storeId)
  await store.set({ key, contentType: input.contentType, contentEncoding: '' }, [input.bytes])
}
