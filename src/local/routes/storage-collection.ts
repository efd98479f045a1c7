import { paginate } from '../http/query.ts'
import { created, data } from '../http/reply.ts'
import type { Route } from '../router.ts'
import type { Services } from '../services.ts'
import type { Storage, Storages } from '../storage/storages.ts'

export interface CollectionOptions<T extends Storage> {
  /** Such as `/v2/datasets`. */
  path: string
  storages: (services: Services) => Storages<T>
  /** The API's object for one storage. */
  describe: (storage: T, baseUrl: string) => object
}

/** Listing and creating are alike for every kind of storage. */
export function storageCollection<T extends Storage>(options: CollectionOptions<T>): Route[] {
  const { path, storages, describe } = options
  return [
    {
      method: 'GET',
      path,
      handler: async ({ query }, services) => {
        const unnamed = query.flag('unnamed')
        const all = await storages(services).list()
        const shown = all.filter(({ properties }) => unnamed || properties.name !== null)
        const page = paginate(shown, query.page())
        const items = page.items.map((storage) => describe(storage, services.baseUrl))
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
        return isNew ? created(object, `${path}/${storage.properties.id}`) : data(object)
      },
    },
  ]
}
