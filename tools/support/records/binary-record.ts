import type { OpenRecord, StorageRef } from '../../../src/apify/types/storage-types.ts'
import { readBytes } from '../../../src/shared/read-bytes.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { refUri } from '../text/ref-uri.ts'

/** Images up to this size become an image block, in bytes. */
const MAX_IMAGE_BYTES = 256 * 1024
/** Bytes of other binary data that are shown: enough to tell what kind of file it is. */
const FIRST_BYTES = 16
/** Bytes that are read of it: a secret is recognized by all of it. */
const READ_BYTES = 8192

/** Attaches a small image, or a link to any other binary record, and describes it. */
export async function attachBinaryRecord(
  record: OpenRecord,
  { ref, recordKey }: { ref: StorageRef; recordKey: string },
  { attach }: Pick<Context, 'attach'>,
) {
  const { mimeType } = record
  const isSmallImage = record.kind === 'image' && (record.size ?? 0) <= MAX_IMAGE_BYTES
  const { bytes, whole } = await readBytes(
    record.chunks,
    isSmallImage ? MAX_IMAGE_BYTES : READ_BYTES,
  )
  const size = record.size ?? (whole ? bytes.length : undefined)
  const head = { contentType: record.contentType, size }
  if (whole && bytes.length === 0) return { ...head, note: 'The record is empty.' }
  if (whole && isSmallImage) {
    attach({ type: 'image', data: record.mask(bytes).toString('base64'), mimeType })
    return { ...head, note: 'The image is attached.' }
  }
  const uri = `${refUri('store', ref)}/${encodeURIComponent(recordKey)}`
  attach({
    type: 'resource_link',
    uri,
    name: recordKey,
    mimeType,
    ...(size !== undefined && { size }),
  })
  const start = record.mask(bytes).subarray(0, FIRST_BYTES).toString('hex')
  return {
    ...head,
    note: `Binary data is not shown as text; it starts with the bytes ${start}.`,
  }
}
