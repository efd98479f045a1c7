import { parseJson } from '../../shared/json.ts'
import { decodeText } from '../transport/body-readers.ts'
import { type Requester, undefinedOnStatus } from '../transport/requester.ts'
import { recordKeySegment, storagePath } from '../transport/resource-paths.ts'
import type { OpenRecord, StorageRef } from '../types/storage-types.ts'

type ReadRecord<T> = (record: OpenRecord) => Promise<T>

/** Returns the endpoints of records in key-value stores. */
export function recordEndpoints(requester: Requester) {
  /** GET …/records/:key: opens the record, passes it to `read`, then closes the connection. */
  const readRecord = <T>(ref: StorageRef, key: string, read: ReadRecord<T>): Promise<T> =>
    requester.open(
      {
        method: 'GET',
        path: `${storagePath('key-value-stores', ref)}/records/${recordKeySegment(key)}`,
        resource: { kind: 'record', id: key },
      },
      ({ headers, body }) => {
        const contentType = headers['content-type'] ?? 'application/octet-stream'
        const length = headers['content-encoding'] ? undefined : headers['content-length']
        return read({
          contentType,
          chunks: body,
          text: () => decodeText(body, contentType),
          parse: parseJson,
          ...(length !== undefined && { size: Number(length) }),
        })
      },
    )

  return {
    readRecord,

    /** Like `readRecord`; returns undefined if the store has no such record. */
    async findRecord<T>(ref: StorageRef, key: string, read: ReadRecord<T>): Promise<T | undefined> {
      return readRecord(ref, key, read).catch(undefinedOnStatus(404))
    },

    /** PUT …/records/:key */
    putRecord(storeId: string, key: string, body: Buffer, contentType: string): Promise<void> {
      return requester.done({
        method: 'PUT',
        path: `${storagePath('key-value-stores', { id: storeId })}/records/${recordKeySegment(key)}`,
        body,
        contentType,
        resource: { kind: 'key-value store', id: storeId },
      })
    },
  }
}
