import { Readable } from 'node:stream'
import { invalidValue } from '../../api-error.ts'
import { decoderFor } from '../../content-encoding.ts'
import { MAX_ZIP_BYTES, MAX_ZIP_FILES, type ZipFile, zip } from '../../formats/zip.ts'
import { type Reply, stream } from '../../http/reply.ts'
import type { ApiRequest, ResourceRoute } from '../../http/router.ts'
import type { KeyValueStore } from '../../storage/key-value-store/key-value-store.ts'
import { chain } from './records.ts'

export const recordsArchiveRow: ResourceRoute<KeyValueStore> = {
  method: 'GET',
  path: '/records',
  handler: readArchive,
}

/** Returns all records of a store as a ZIP archive, each as a file with the name of its key. */
function readArchive(store: KeyValueStore, { query }: ApiRequest): Reply {
  if (query.text('collection')) {
    throw invalidValue('The store has no schema and so no collections. Use "prefix" instead.')
  }
  const prefix = query.text('prefix') ?? ''
  const records = store.list().filter(({ key }) => key.startsWith(prefix))
  const bytes = records.reduce((sum, { size }) => sum + size, 0)
  // Half of what the format allows: a record may be larger in the archive than it is stored.
  if (records.length > MAX_ZIP_FILES || bytes > MAX_ZIP_BYTES / 2) {
    const much = `${records.length} records of ${bytes} bytes`
    throw invalidValue(`One archive cannot hold ${much}. Take a part of them with "prefix".`)
  }
  const keys = records.map(({ key }) => key)
  const { id } = store.properties
  return stream(Readable.from(zip(filesOf(store, keys))), {
    'content-type': 'application/zip',
    'content-disposition': `attachment; filename="key-value-store_${id}.zip"`,
  })
}

async function* filesOf(store: KeyValueStore, keys: string[]): AsyncGenerator<ZipFile> {
  for (const key of keys) {
    // It may have been deleted since.
    const found = await store.read(key)
    if (!found) continue
    const decoder = decoderFor(found.record.contentEncoding)
    const bytes = decoder ? chain(found.bytes, decoder) : found.bytes
    yield { name: key, modifiedAt: found.modifiedAt, bytes }
  }
}
