import { plainEscapesOf } from '../../exit/plain-escapes.ts'
import type { Redactor } from '../../exit/redact.ts'
import { isUtf8Text, kindByType, storedType } from '../../shared/media-type.ts'
import { peekBytes } from '../../shared/peek-bytes.ts'
import type { JsonReader } from '../../untrusted/json-reader.ts'
import { decodeText, utf8Of } from '../transport/decode-text.ts'
import type { ApiResponse, FileBody } from '../transport/request.ts'
import {
  isAnswer,
  type Request,
  type Requester,
  undefinedOnStatus,
} from '../transport/requester.ts'
import { recordKeySegment, storagePath } from '../transport/resource-paths.ts'
import type { OpenRecord, StorageRef } from '../types/storage-types.ts'
import type { FindNamed } from './find-named.ts'

type ReadRecord<T> = (record: OpenRecord) => Promise<T>

/** Returns the endpoints of records in key-value stores. */
export function recordEndpoints(requester: Requester, named: FindNamed, json: JsonReader) {
  const readAt = recordReader(requester, json)

  return {
    /**
     * GET …/records/:key: opens the record, passes it to `read`, then closes the connection.
     * @throws {ApiFailure} names the record, or its store if there is none
     */
    async readRecord<T>(ref: StorageRef, key: string, read: ReadRecord<T>): Promise<T> {
      const store = storagePath('key-value store', ref)
      try {
        return await readAt(store, key, read)
      } catch (error) {
        if (!isAnswer(error, 404) || error.resource?.kind !== 'record') throw error
        const found = await named.inStorage('key-value store', ref, async (path, resource) => {
          await requester.done({ method: 'GET', path, resource })
          return path
        })
        if (found === store) throw error
        return readAt(found, key, read)
      }
    },

    /**
     * Like `readRecord`, by an ID of the API; returns undefined if there is no such store or record.
     * @param withinMs how long it may take in one attempt, in milliseconds; by default as long as the call
     */
    async findRecord<T>(
      ref: StorageRef,
      key: string,
      read: ReadRecord<T>,
      withinMs?: number,
    ): Promise<T | undefined> {
      const store = storagePath('key-value store', ref)
      const bounds = withinMs === undefined ? {} : { retries: 0, totalTimeoutMs: withinMs }
      return readAt(store, key, read, bounds).catch(undefinedOnStatus(404))
    },

    /**
     * PUT …/records/:key
     * @param body all of it, or a file that is read again for each attempt
     */
    putRecord(
      storeId: string,
      key: string,
      body: Buffer | FileBody,
      contentType: string,
    ): Promise<void> {
      return named.inStorage('key-value store', { id: storeId }, (store, resource) => {
        const path = `${store}/records/${recordKeySegment(key)}`
        return requester.done({ method: 'PUT', path, body, contentType, resource })
      })
    },
  }
}

/** Returns a function that opens a record in the store at a path. */
function recordReader(requester: Requester, json: JsonReader) {
  return <T>(
    store: string,
    key: string,
    read: ReadRecord<T>,
    bounds: Pick<Request, 'retries' | 'totalTimeoutMs'> = {},
  ): Promise<T> =>
    requester.open(
      {
        method: 'GET',
        path: `${store}/records/${recordKeySegment(key)}`,
        resource: { kind: 'record', id: key },
        mayBePage: true,
        ...bounds,
      },
      async (response) => read(await openRecord(response, { json, redactor: requester.redactor })),
    )
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
    utf8: () => utf8Of(chunks, contentType ?? ''),
    readJson: json.read,
    ...(/^\d{1,15}$/.test(length) && { size: Number(length) }),
  }
}

async function sniffed(body: AsyncIterable<Buffer>) {
  const { first, whole, body: chunks } = await peekBytes(body, SNIFFED_BYTES)
  return { kind: isUtf8Text(first, whole) ? ('text' as const) : ('binary' as const), chunks }
}
