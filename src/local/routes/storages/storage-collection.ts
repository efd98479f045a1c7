import { readJsonAs } from '../../http/json-body.ts'
import { created, data, noContent } from '../../http/reply.ts'
import type { ResourceRoute, Route } from '../../http/router.ts'
import { paginate } from '../../page.ts'
import type { Services } from '../../services.ts'
import type { Storage } from '../../storage/storage-properties.ts'
import { storageChange } from '../../storage/storage-properties.ts'
import type { StorageRegistry } from '../../storage/storage-registry.ts'

export interface CollectionOptions<T extends Storage> {
  /** Such as `/v2/datasets`. */
  path: string
  storages: (services: Services) => StorageRegistry<T>
  /** Returns the API's object for one storage. */
  describe: (storage: T, baseUrl: string) => object
}

/** Returns the routes that list and create storages, which are the same for every kind. */
export function storageCollection<T extends Storage>(options: CollectionOptions<T>): Route[] {
  const { path, storages, describe } = options
  return [
    {
      method: 'GET',
      path,
      handler: async ({ query }, services) => {
        const unnamed = query.flag('unnamed')
        const isOwn = query.choice('ownership', ['ownedByMe', 'sharedWithMe']) !== 'sharedWithMe'
        const page = isOwn
          ? await storages(services).page({ unnamed }, query.page())
          : paginate([], query.page())
        const items = page.items.map((one) => describe(one, services.baseUrl))
        return data({ ...page, unnamed, items })
      },
    },
    {
      method: 'POST',
      path,
      handler: async ({ query }, services) => {
        const name = query.text('name')
        const { storage, isNew } = name
          ? await storages(services).getOrCreate(name)
          : { storage: await storages(services).create(), isNew: true }
        const object = describe(storage, services.baseUrl)
        const address = `${services.baseUrl}${path}/${storage.properties.id}`
        return isNew ? created(object, address) : data(object)
      },
    },
  ]
}

/** Returns the rows that read, change and delete a storage, which are the same for every kind. */
export function storageRows<T extends Storage>(options: CollectionOptions<T>): ResourceRoute<T>[] {
  const { storages, describe } = options
  return [
    {
      method: 'GET',
      path: '',
      handler: (storage, _request, { baseUrl }) => data(describe(storage, baseUrl)),
    },
    {
      method: 'PUT',
      path: '',
      handler: async (storage, { message }, services) => {
        const change = await readJsonAs(storageChange, message)
        await storages(services).update(storage, change)
        return data(describe(storage, services.baseUrl))
      },
    },
    {
      method: 'DELETE',
      path: '',
      handler: async (storage, _request, services) => {
        await storages(services).delete(storage)
        return noContent()
      },
    },
  ]
}
