import { pipeline, type Readable } from 'node:stream'
import { ApiError } from '../../api-error.ts'
import { decoderFor } from '../../content-encoding.ts'
import { noContent, type Reply, stored, stream } from '../../http/reply.ts'
import { bodyOf } from '../../http/request-body.ts'
import type { ApiRequest, ResourceRoute } from '../../http/router.ts'
import type { Services } from '../../services.ts'
import { checkKey, type KeyValueStore } from '../../storage/key-value-store/key-value-store.ts'

const PATH = '/records/:recordKey'

/** The largest record that one request may store. Apify's limit is larger. */
const MAX_RECORD_BYTES = 64 * 1024 * 1024

export const recordRows: ResourceRoute<KeyValueStore>[] = [
  { method: 'GET', path: PATH, handler: readRecord },
  { method: 'PUT', path: PATH, handler: writeRecord },
  { method: 'POST', path: PATH, handler: writeRecord },
  {
    method: 'DELETE',
    path: PATH,
    handler: async (store, { param }) => {
      const key = param('recordKey')
      checkKey(key)
      await store.delete(key)
      return noContent()
    },
  },
]

async function readRecord(store: KeyValueStore, request: ApiRequest): Promise<Reply> {
  const key = request.param('recordKey')
  const reply = await recordReply(store, key, request)
  if (reply) return reply
  const text = `There is no record "${key}" in this store. List the keys of the store to see its records.`
  throw new ApiError(404, 'record-not-found', text)
}

/** Returns a record in an encoding that the client accepts; undefined if there is none. */
export async function recordReply(
  store: KeyValueStore,
  key: string,
  { query, message }: ApiRequest,
): Promise<Reply | undefined> {
  checkKey(key)
  const found = await store.read(key)
  if (!found) return undefined
  const { record, bytes } = found
  const headers = {
    'content-type': record.contentType,
    ...(query.flag('attachment') && { 'content-disposition': 'attachment' }),
  }
  const decoder = decoderFor(record.contentEncoding)
  if (decoder && !accepts(message.headers['accept-encoding'], record.contentEncoding)) {
    return stream(chain(bytes, decoder), headers)
  }
  return stream(bytes, {
    ...headers,
    'content-length': String(record.size),
    ...(decoder && { 'content-encoding': record.contentEncoding }),
  })
}

async function writeRecord(
  store: KeyValueStore,
  request: ApiRequest,
  { baseUrl }: Services,
): Promise<Reply> {
  const { param, message } = request
  const contentType = message.headers['content-type'] ?? 'application/octet-stream'
  const encoding = message.headers['content-encoding'] ?? ''
  const contentEncoding = decoderFor(encoding) ? encoding.trim().toLowerCase() : ''
  const key = param('recordKey')
  checkKey(key)
  await store.set({ key, contentType, contentEncoding }, bodyOf(message, MAX_RECORD_BYTES))
  const { id } = store.properties
  return stored(`${baseUrl}/v2/key-value-stores/${id}/records/${encodeURIComponent(key)}`)
}

function accepts(header: string | undefined, encoding: string): boolean {
  const names = (header ?? '').split(',').map((part) => part.split(';')[0]?.trim().toLowerCase())
  return names.includes(encoding)
}

/** Connects two streams. Each fails or closes with the other, so that no file stays open. */
export function chain(source: Readable, target: NodeJS.ReadWriteStream & Readable): Readable {
  pipeline(source, target, () => {})
  return target
}
