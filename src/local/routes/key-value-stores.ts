import { data, noContent } from '../http/reply.ts'
import { mount, type ResourceRoute, type Route } from '../router.ts'
import type { Services } from '../services.ts'
import type { KeyValueStore } from '../storage/key-value-store.ts'
import { paginateKeys } from './keys.ts'
import { recordRows } from './records.ts'
import { storageCollection } from './storage-collection.ts'

export const keyValueStoreRows: ResourceRoute<KeyValueStore>[] = [
  {
    method: 'GET',
    path: '',
    handler: (store, _request, { baseUrl }) => data(describe(store, baseUrl)),
  },
  {
    method: 'DELETE',
    path: '',
    handler: async (store, _request, { keyValueStores }) => {
      await keyValueStores.delete(store)
      return noContent()
    },
  },
  {
    method: 'GET',
    path: '/keys',
    handler: (store, { query }, { baseUrl }) =>
      data(paginateKeys(store.list(), query, addressOf(store, baseUrl))),
  },
  ...recordRows,
]

export const keyValueStoreRoutes: Route[] = [
  ...storageCollection({
    path: '/v2/key-value-stores',
    storages: ({ keyValueStores }: Services) => keyValueStores,
    describe,
  }),
  ...mount(
    '/v2/key-value-stores/:storeId',
    ({ param }, { keyValueStores }) => keyValueStores.get(param('storeId')),
    keyValueStoreRows,
  ),
]

function addressOf(store: KeyValueStore, baseUrl: string): string {
  return `${baseUrl}/v2/key-value-stores/${store.properties.id}`
}

function describe(store: KeyValueStore, baseUrl: string) {
  const address = addressOf(store, baseUrl)
  return { ...store.describe(), consoleUrl: address, keysPublicUrl: `${address}/keys` }
}
