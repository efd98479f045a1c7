import { plainEscapesOf } from '../../exit/plain-escapes.ts'
import type { Redactor } from '../../exit/redact.ts'
import { isUtf8Text, kindByType, storedType } from '../../shared/media-type.ts'
import { peekBytes } from '../../shared/peek-bytes.ts'
import type { JsonReader } from '../../untrusted/json-reader.ts'
import { decodeText } from '../transport/decode-text.ts'
import type { ApiResponse } from '../transport/request.ts'
import { type Requester, undefinedOnStatus } from '../transport/requester.ts'
import { recordKeySegment, storagePath } from '../transport/resource-paths.ts'
import type { OpenRecord, StorageRef } from '../types/storage-types.ts'

type ReadRecord<T> = (record: OpenRecord) => Promise<T>

/** Returns the endpoints of records in key-value stores. */
export function recordEndpoints(requester: Requester, json: JsonReader) {
  /** GET …/records/:key: opens the record, passes it to `read`, then closes the connection. */
  const readRecord = <T>(ref: StorageRef, key: string, read: ReadRecord<T>): Promise<T> =>
    requester.open(
      {
        method: 'GET',
        path: `${storagePath('key-value-stores', ref)}/records/${recordKeySegment(key)}`,
        resource: { kind: 'record', id: key },
        mayBePage: true,
      },
      async (response) => read(await openRecord(response, { json, redactor: requester.redactor })),
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

/** How many bytes tell whether a record of an unknown type is text. */
const SNIFFED_BYTES = 64 * 1024

/** Types of texts that hold JSON, such as one object in each line. */
const JSON_TEXT = /json/

/**
 * Opens a record for reading. If its type does not say what it is, its first bytes do. What an agent sees
 * is read from `text`, `readJson` or `mask`, which hold no secrets; a file of the operator gets `chunks`.
 */
export async function openRecord(
  { headers, body }: Pick<ApiResponse, 'headers' | 'body'>,
  { json, redactor }: { json: JsonReader; redactor: Redactor },
): Promise<OpenRecord> {
  const contentType = headers['content-type']
  const type = storedType(contentType)
  // A secret is known by its letters, which a media type has in lower case.
  const shownHeader = redactor.text(contentType ?? '')
  const shownType = shownHeader === (contentType ?? '') ? type : storedType(shownHeader)
  const known = kindByType(contentType)
  const { kind, chunks } = known ? { kind: known, chunks: body } : await sniffed(body)
  const length = headers['content-encoding'] ? '' : (headers['content-length'] ?? '')
  return {
    contentType: shownHeader || shownType,
    mimeType:
      kind === 'text' && shownType === 'application/octet-stream' ? 'text/plain' : shownType,
    kind,
    chunks,
    mask: redactor.mask,
    text() {
      const text = decodeText(chunks, contentType ?? '')
      return redactor.texts(JSON_TEXT.test(type) ? plainEscapesOf(text) : text)
    },
    readJson: (pieces, wanted) => json.read(pieces, wanted),
    ...(/^\d{1,15}$/.test(length) && { size: Number(length) }),
  }
}

async function sniffed(body: AsyncIterable<Buffer>) {
  const { first, whole, body: chunks } = await peekBytes(body, SNIFFED_BYTES)
  return { kind: isUtf8Text(first, whole) ? ('text' as const) : ('binary' as const), chunks }
}
