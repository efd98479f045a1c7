import type { ApiListedStorage, StorageType } from '../../../src/apify/types/storage-types.ts'
import { oneLine } from '../text/one-line.ts'

/** Returns the name of the argument that takes the id of a storage of this type. */
export function idName(type: StorageType): 'datasetId' | 'storeId' {
  return type === 'dataset' ? 'datasetId' : 'storeId'
}

/** Returns the bytes of a storage: uncompressed if the API counts them, else as stored. */
export function storageBytes({ stats }: Pick<ApiListedStorage, 'stats'>): number | undefined {
  return (stats?.inflatedBytes || stats?.storageBytes) ?? undefined
}

/** Returns what a list shows of one storage. */
export function storageSummary(type: StorageType, storage: ApiListedStorage): object {
  return {
    [idName(type)]: storage.id || undefined,
    name: oneLine(storage.name, 100),
    title: oneLine(storage.title, 100),
    itemCount: storage.itemCount ?? undefined,
    bytes: storageBytes(storage),
    createdAt: storage.createdAt ?? undefined,
    modifiedAt: storage.modifiedAt ?? undefined,
    runId: storage.actRunId ?? undefined,
  }
}
