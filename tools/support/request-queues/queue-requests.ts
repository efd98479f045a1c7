import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { QueueRequest } from '../../../src/apify/types/queue-types.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import { quoted } from '../../../src/shared/quote.ts'

/** `HttpMethod` of the API, without those that no crawler sends. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']

/** A text in `tools/list`, since models know the methods. */
export const httpMethod = z
  .string()
  .refine((method) => METHODS.includes(method), `must be one of ${METHODS.join(', ')}`)

/** The most bytes of one request: a batch of the API takes 9 MB. */
const MAX_BYTES = 9_000_000
/** Characters of the hash of a payload in a key, as Crawlee writes it. */
const HASH_CHARS = 8

type GivenRequest = Omit<QueueRequest, 'uniqueKey'> & { uniqueKey?: string | undefined }

/**
 * Returns requests as the API takes them, each with a `uniqueKey`.
 * @throws {ToolError} names the first request that is no request for a web page, or too large
 */
export function toQueueRequests(requests: readonly GivenRequest[]): QueueRequest[] {
  return requests.map((request, position) => {
    if (!/^https?:$/.test(protocolOf(request.url)))
      throw new ToolError(
        `requests[${position}].url is not an http(s) URL: ${quoted(request.url, 100)}. Nothing was added.`,
        'Give whole URLs, such as `https://example.com/page`.',
      )
    const full = { ...request, uniqueKey: request.uniqueKey ?? defaultKey(request) }
    if (Buffer.byteLength(JSON.stringify(full)) > MAX_BYTES)
      throw new ToolError(
        `requests[${position}] is larger than 9 MB. Nothing was added.`,
        'Store its payload with `put_record`, and give its key in `userData`.',
      )
    return full
  })
}

/**
 * Returns the key of a request that has none, as Crawlee makes it, so that an Actor that adds the same
 * page finds it: the normalized URL, with method and payload if it is not a plain GET.
 */
function defaultKey({ url, method = 'GET', payload }: GivenRequest): string {
  const normalized = normalizedUrl(url)
  if (method === 'GET' && !payload) return normalized
  const hash = payload
    ? createHash('sha256')
        .update(payload)
        .digest('base64')
        .replace(/[+/=]/g, '')
        .slice(0, HASH_CHARS)
    : ''
  return `${method}(${hash}):${normalized}`
}

/** Returns a URL without fragment, last slash and `utm_` parameters, with its parameters in order. */
function normalizedUrl(text: string): string {
  const url = new URL(text.trim())
  for (const name of [...url.searchParams.keys()])
    if (name.startsWith('utm_')) url.searchParams.delete(name)
  url.searchParams.sort()
  const query = url.searchParams.size > 0 ? `?${url.searchParams}` : ''
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/$/, '')}${query}`
}

function protocolOf(url: string): string {
  return URL.canParse(url.trim()) ? new URL(url.trim()).protocol : ''
}
