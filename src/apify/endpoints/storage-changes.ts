import { ApiFailure } from '../transport/api-failure.ts'
import { isAnswer, type Requester, undefinedOnStatus } from '../transport/requester.ts'
import { recordKeySegment, type StorageKind, storagePath } from '../transport/resource-paths.ts'
import { type AnyStorageType, type ApiAnyStorage, apiAnyStorage } from '../types/storage-types.ts'
import type { FindNamed } from './find-named.ts'

/** What errors call each type. */
const KINDS: Record<AnyStorageType, StorageKind> = {
  dataset: 'dataset',
  'key-value-store': 'key-value store',
  'request-queue': 'request queue',
}

/** Statuses with which the API may refuse a name: it does not document one for a name that is taken. */
const REFUSALS = [400, 409]

/** Returns the endpoints that rename and delete what is stored. */
export function storageChangeEndpoints(requester: Requester, named: FindNamed) {
  const read = (kind: StorageKind, id: string): Promise<ApiAnyStorage> =>
    named.inStorage(kind, { id }, (path, resource) =>
      requester.data(apiAnyStorage, { method: 'GET', path, resource }),
    )
  /** Deletes; what is gone already may be the work of a request whose response was lost. */
  const remove = (path: string, kind: StorageKind | 'record', id: string): Promise<void> =>
    requester.done({ method: 'DELETE', path, resource: { kind, id } }).catch(undefinedOnStatus(404))

  return {
    /** GET of any storage, by its ID or name */
    findStorage: (type: AnyStorageType, id: string) => read(KINDS[type], id),

    /** DELETE of any storage. Gone is gone: a 404 is no error. */
    deleteStorage(type: AnyStorageType, id: string): Promise<void> {
      return remove(storagePath(KINDS[type], { id }), KINDS[type], id)
    },

    /**
     * PUT of any storage, which replaces its name.
     * @throws {ApiFailure} names the storage that has the name already
     */
    async renameStorage(type: AnyStorageType, id: string, name: string): Promise<ApiAnyStorage> {
      const kind = KINDS[type]
      const resource = { kind, id }
      try {
        return await requester.data(apiAnyStorage, {
          method: 'PUT',
          path: storagePath(kind, { id }),
          body: Buffer.from(JSON.stringify({ name })),
          contentType: 'application/json; charset=utf-8',
          resource,
        })
      } catch (error) {
        if (!isAnswer(error, ...REFUSALS)) throw error
        const holder = async () => {
          const path = storagePath(kind, { id: `~${name}` })
          return requester.data(apiAnyStorage, { method: 'GET', path, resource, retries: 0 })
        }
        // A name that is not valid cannot be looked up either.
        const other = await holder().catch(() => undefined)
        if (!other || other.id === id) throw error
        throw nameTaken(kind, name, other.id, error)
      }
    },

    /** DELETE /v2/key-value-stores/:id/records/:key. Gone is gone: a 404 is no error. */
    deleteRecord(storeId: string, key: string): Promise<void> {
      const path = `${storagePath('key-value store', { id: storeId })}/records/${recordKeySegment(key)}`
      return remove(path, 'record', key)
    },
  }
}

function nameTaken(kind: StorageKind, name: string, id: string, cause: ApiFailure): ApiFailure {
  return new ApiFailure(
    `The name ${JSON.stringify(name)} is taken: the ${kind} ${JSON.stringify(id)} has it. Nothing was changed.`,
    'Choose another name, or rename that one first.',
    cause.delivery,
    cause.status,
    undefined,
    { cause },
  )
}
