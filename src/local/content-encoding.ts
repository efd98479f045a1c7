import type { Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { ApiError } from './api-error.ts'

const DECODERS = { br: createBrotliDecompress, gzip: createGunzip, deflate: createInflate }

/**
 * Returns a stream that decodes a content encoding; undefined for `identity` or none.
 * @param encoding the value of a Content-Encoding header; empty for none
 * @throws {ApiError} 415 `unsupported-content-encoding`
 */
export function decoderFor(encoding: string): Transform | undefined {
  const name = encoding.trim().toLowerCase()
  if (name === '' || name === 'identity') return undefined
  for (const [known, create] of Object.entries(DECODERS)) if (known === name) return create()
  throw new ApiError(
    415,
    'unsupported-content-encoding',
    `The Content-Encoding "${name.slice(0, 50)}" is not supported. Use br, gzip, deflate or identity.`,
  )
}
