import { data } from '../../http/reply.ts'
import { mount, type ResourceRoute, type Route } from '../../http/router.ts'
import type { KeyValueStore } from '../../storage/key-value-store/key-value-store.ts'
import { paginateKeys } from './keys.ts'
import { recordRows } from './records.ts'
import { recordsArchiveRow } from './records-archive.ts'
import { type CollectionOptions, storageCollection, storageRows } from './storage-collection.ts'

const OPTIONS: CollectionOptions<KeyValueStore> = {
  path: '/v2/key-value-stores',
  storages: ({ keyValueStores }) => keyValueStores,
  describe: (store, baseUrl) => {
    const address = addressOf(store, baseUrl)
    return {
      ...store.describe(),
      consoleUrl: address,
      keysPublicUrl: `${address}/keys`,
    }
  },
}

export const keyValueStoreRows: ResourceRoute<KeyValueStore>[] = [
  ...storageRows(OPTIONS),
  {
    method: 'GET',
    path: '/keys',
    handler: (store, { query }, { baseUrl }) =>
      data(paginateKeys(store.list(), query, addressOf(store, baseUrl))),
  },
  recordsArchiveRow,
  ...recordRows,
]

export const keyValueStoreRoutes: Route[] = [
  ...storageCollection(OPTIONS),
  ...mount(
    '/v2/key-value-stores/:storeId',
    ({ param }, { keyValueStores }) => keyValueStores.get(param('storeId')),
    keyValueStoreRows,
  ),
]

function addressOf(store: KeyValueStore, baseUrl: string): string {
  return `${baseUrl}/v2/key-value-stores/${store.properties.id}`
}
