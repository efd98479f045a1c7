import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Dataset } from './dataset/dataset.ts'
import { KeyValueStore } from './key-value-store/key-value-store.ts'
import { RequestQueue } from './request-queue/request-queue.ts'
import { StorageRegistry } from './storage-registry.ts'

/**
 * Opens all storages of a data folder, which this process must have locked.
 * @param onDamaged is told about storages that are left out
 */
export async function openStorages(dir: string, onDamaged?: (error: Error) => void) {
  const [datasets = '', keyValueStores = '', requestQueues = ''] = await Promise.all(
    ['datasets', 'key-value-stores', 'request-queues'].map(async (name) => {
      const folder = join(dir, name)
      await mkdir(folder, { recursive: true })
      return folder
    }),
  )
  return {
    datasets: new StorageRegistry(datasets, { label: 'Dataset', open: Dataset.open }, onDamaged),
    keyValueStores: new StorageRegistry(
      keyValueStores,
      { label: 'Key-value store', open: KeyValueStore.open },
      onDamaged,
    ),
    requestQueues: new StorageRegistry(
      requestQueues,
      { label: 'Request queue', open: RequestQueue.open },
      onDamaged,
    ),
  }
}

export type AllStorages = Awaited<ReturnType<typeof openStorages>>

/** Waits for the pending writes of all storages. */
export async function settleStorages(storages: AllStorages): Promise<void> {
  await Promise.all(Object.values(storages).map((one) => one.settle()))
}
