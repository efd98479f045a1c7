import { pipeline, type Readable } from 'node:stream'
import { promisify } from 'node:util'
import { createBrotliDecompress, createGunzip, createInflate, gzip } from 'node:zlib'
import { readBytes } from '../../shared/read-bytes.ts'
import type { ApiFailure } from './api-failure.ts'
import type { ApiRequest, ApiResponse } from './request.ts'
import { statusFailure } from './status-failure.ts'

/** Below this size compression costs more than it saves (Apify's own client uses the same bound). */
const COMPRESS_FROM_BYTES = 1024
/** An error body is read this far: its message stands at the front. */
const ERROR_BODY_BYTES = 64 * 1024

export async function failureOf(response: ApiResponse, request: ApiRequest): Promise<ApiFailure> {
  const { bytes } = await readBytes(response.body, ERROR_BODY_BYTES)
  return statusFailure(
    response.status,
    bytes.toString('utf8'),
    retryAfterMs(response.headers['retry-after']),
    request.resource,
  )
}

/** `Retry-After` in either of its forms: seconds, or a date (RFC 9110, 10.2.3). */
function retryAfterMs(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

export function queryString(query: ApiRequest['query'] = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) params.set(name, String(value))
  }
  return params.size > 0 ? `?${params}` : ''
}

const gzipAsync = promisify(gzip)

export async function compressed(
  body: Buffer | undefined,
): Promise<{ body?: Buffer; encoding?: string }> {
  if (!body) return {}
  if (body.length < COMPRESS_FROM_BYTES) return { body }
  return { body: await gzipAsync(body), encoding: 'gzip' }
}

export function decoded(body: Readable, encoding: string | undefined): Readable {
  const make = { br: createBrotliDecompress, gzip: createGunzip, deflate: createInflate }
  if (encoding !== 'br' && encoding !== 'gzip' && encoding !== 'deflate') return body
  // Errors of either stream surface on the decoder, which is the one that is read.
  return pipeline(body, make[encoding](), () => {})
}
