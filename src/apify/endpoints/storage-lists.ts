import type { z } from 'zod'
import { isAmbiguous } from '../transport/api-failure.ts'
import type { Request, Requester } from '../transport/requester.ts'
import {
  type ApiStorage,
  apiKeys,
  apiStorage,
  apiStorageList,
  type KeysQuery,
  type ListedKeys,
  type StorageQuery,
  type StorageRef,
  type StorageType,
} from '../types/storage-types.ts'
import type { FindNamed } from './find-named.ts'
import { listKeysRedacted } from './list-keys.ts'

/** Returns the endpoints that list storages and what is in them. */
export function storageListEndpoints(requester: Requester, named: FindNamed) {
  return {
    /** GET /v2/datasets and /v2/key-value-stores */
    async listStorages(
      type: StorageType,
      query: StorageQuery,
    ): Promise<z.output<typeof apiStorageList>> {
      return requester.data(apiStorageList, {
        method: 'GET',
        path: `/v2/${type}s`,
        query: { ...query, unnamed: query.unnamed ? true : undefined, desc: true },
        resource: { kind: 'storage' },
      })
    },

    /**
     * POST /v2/datasets and /v2/key-value-stores. If a storage with that name exists, the API returns
     * it, so the request may be retried.
     * @returns `existed`: whether it was there before this request; undefined if an attempt before it may have created it
     */
    async createStorage(
      type: StorageType,
      name: string,
    ): Promise<{ storage: ApiStorage; existed: boolean | undefined }> {
      let isRepeated = false
      const onRetry: Request['onRetry'] = (failure) => {
        isRepeated ||= isAmbiguous(failure)
      }
      const { status, data } = await requester.dataWithStatus(apiStorage, {
        ...{ method: 'POST', path: `/v2/${type}s`, query: { name } },
        ...{ resource: { kind: 'storage' }, onRetry },
      })
      const existed = status === 200
      return { storage: data, existed: existed && isRepeated ? undefined : existed }
    },

    /** GET /v2/datasets/:id and /v2/actor-runs/:id/dataset */
    async getDataset(ref: StorageRef): Promise<ApiStorage> {
      return named.inStorage('dataset', ref, (path, resource) =>
        requester.data(apiStorage, { method: 'GET', path, resource }),
      )
    },

    /** GET …/keys, in the store's order. */
    listKeys(ref: StorageRef, query: KeysQuery): Promise<ListedKeys> {
      return named.inStorage('key-value store', ref, (path, resource) => {
        const request = { method: 'GET', path: `${path}/keys`, resource } as const
        const fetch = (query: KeysQuery) =>
          requester.storedData(apiKeys, { ...request, query: { ...query } })
        return listKeysRedacted(query, fetch, requester.redactor.text)
      })
    },
  }
}
