import { pipeline, Readable } from 'node:stream'
import { promisify } from 'node:util'
import { createBrotliDecompress, createGunzip, createInflate, gzip } from 'node:zlib'
import type { Redactor } from '../../exit/redact.ts'
import { decodeJson } from '../../shared/json.ts'
import { readBytes } from '../../shared/read-bytes.ts'
import type { ApiFailure } from './api-failure.ts'
import type { ApiRequest, ApiResponse } from './request.ts'
import { statusFailure } from './status-failure.ts'

/** Below this size compression costs more than it saves (Apify's own client uses the same limit). */
const COMPRESS_FROM_BYTES = 1024
/** How much of an error body is read: the message is at its beginning. */
const ERROR_BODY_BYTES = 64 * 1024

/** Reads a response with an error status and returns its error, without secrets. */
export async function failureOf(
  response: ApiResponse,
  request: ApiRequest,
  redactor: Redactor,
  asked: Parameters<typeof statusFailure>[4] = {},
): Promise<ApiFailure> {
  const { bytes } = await readBytes(response.body, ERROR_BODY_BYTES)
  return statusFailure(
    response.status,
    redactedBody(bytes.toString('utf8'), redactor),
    retryAfterMs(response.headers['retry-after']),
    request.resource,
    asked,
  )
}

/** Redacts a body that is JSON, a page or other text. JSON can spell a secret in ways that no text has. */
function redactedBody(body: string, redactor: Redactor): string {
  if (!redactor.suspects(body)) return body
  const value = decodeJson(body)
  return value === undefined ? redactor.text(body) : JSON.stringify(redactor.value(value))
}

/** Parses `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3), to milliseconds. */
function retryAfterMs(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

/** Returns a query with its `?`, without undefined values; an empty string if none is left. */
export function queryString(query: ApiRequest['query'] = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) params.set(name, String(value))
  }
  return params.size > 0 ? `?${params}` : ''
}

/** Returns headers with the first value of each. */
export function plainHeaders(
  headers: Record<string, string | string[] | undefined>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  )
}

const gzipAsync = promisify(gzip)

/** Returns a body as it is sent: compressed, or a file as it is, with its length. */
export async function bodyToSend(
  body: ApiRequest['body'],
): Promise<{ body?: Buffer | Readable; length?: number; encoding?: string }> {
  if (body === undefined || Buffer.isBuffer(body)) return compressed(body)
  return { body: Readable.from(body.chunks()), length: body.bytes }
}

/** Compresses a body with gzip if that is worthwhile. */
export async function compressed(
  body: Buffer | undefined,
): Promise<{ body?: Buffer; encoding?: string }> {
  if (!body) return {}
  if (body.length < COMPRESS_FROM_BYTES) return { body }
  return { body: await gzipAsync(body), encoding: 'gzip' }
}

/** Decodes a body by its content encoding. */
export function decoded(body: Readable, encoding: string | undefined): Readable {
  const make = { br: createBrotliDecompress, gzip: createGunzip, deflate: createInflate }
  if (encoding !== 'br' && encoding !== 'gzip' && encoding !== 'deflate') return body
  // Errors of both streams appear on the decoder, which is the one that is read.
  return pipeline(body, make[encoding](), () => {})
}
