import { parseJson } from '../../shared/json.ts'
import { ApiFailure } from './api-failure.ts'
import { type ApiResource, resourceName } from './api-resource.ts'

/** Characters that are shown of what a page says about itself. */
const MAX_TITLE_CHARS = 100
/** What is read of an answer, in characters: the title is near the beginning. */
const MAX_READ_CHARS = 64 * 1024
/** The title of a page, or the message of an XML error such as that of a store of files. */
const TITLES = [/<title[^<>]*>([^<>]+)</i, /<message>([^<>]+)</i]

/** An answer that did not come from Apify's API. */
export interface ForeignAnswer {
  /** What the page says it is, in one line; an empty string if it does not. */
  title: string
}

/**
 * Recognizes an answer of a proxy, a firewall or a gateway: a page, or text that is not JSON. The API
 * answers in JSON only.
 * @param body the first bytes of the answer, as text
 * @returns undefined if the answer may be the API's own, such as an empty one
 */
export function foreignAnswer(body: string): ForeignAnswer | undefined {
  const text = body.slice(0, MAX_READ_CHARS).trimStart()
  if (text.startsWith('<')) return { title: titleOf(text) }
  if (text === '' || isJson(text)) return undefined
  return { title: isReadable(text) ? shortLine(text) : '' }
}

/** Returns whether a response says that it is an HTML page. */
export function isPage(contentType: string | undefined): boolean {
  return /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType ?? '')
}

interface Circumstances {
  /** Undefined if the answer looked like a success, after which a write may be done or not. */
  status?: number | undefined
  retryAfterMs?: number | undefined
  resource?: ApiResource | undefined
}

/** Returns the error of an answer that did not come from Apify's API. */
export function foreignFailure(
  { title }: ForeignAnswer,
  { status, retryAfterMs, resource }: Circumstances = {},
): ApiFailure {
  const request = resource ? ` to the request for the ${resourceName(resource)}` : ''
  const shown = [status ?? 200, title].filter(Boolean).join(': ')
  const wait =
    retryAfterMs === undefined ? '' : ` It asks you to wait ${Math.ceil(retryAfterMs / 1000)} s.`
  return new ApiFailure(
    `The answer${request} is not JSON, so it is not from Apify's API: a proxy, firewall or gateway answered (${shown}).`,
    `${remedyFor(status)}${wait}`,
    status === undefined ? 'lost' : 'answered',
    status,
    retryAfterMs,
    { foreign: true },
  )
}

function remedyFor(status: number | undefined): string {
  if (status === 429 || (status !== undefined && status >= 500 && status !== 511))
    return 'Call again in a minute. If it happens again, check HTTPS_PROXY and APIFY_API_BASE_URL, and https://status.apify.com for outages.'
  if (status === undefined || status === 511)
    return 'The network may want a login first: open a web page in a browser. Otherwise check APIFY_API_BASE_URL and HTTPS_PROXY, then call again.'
  if (status === 401 || status === 403)
    return 'The API token is not the cause. Ask whoever runs the network to allow requests to the API, or check APIFY_API_BASE_URL and HTTPS_PROXY.'
  return 'Check that APIFY_API_BASE_URL leads to the API, and check HTTPS_PROXY.'
}

function titleOf(page: string): string {
  for (const pattern of TITLES) {
    const title = shortLine(pattern.exec(page)?.[1] ?? '')
    if (title) return title
  }
  return ''
}

/** Returns the start of a text as one line. */
function shortLine(text: string): string {
  return text
    .slice(0, MAX_TITLE_CHARS * 10)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_TITLE_CHARS)
}

/** Returns whether a text is JSON, or begins like a JSON text that was cut off. */
function isJson(text: string): boolean {
  if (/^\s*[[{]/.test(text)) return true
  try {
    parseJson(text)
    return true
  } catch {
    return false
  }
}

/** Returns whether a body is text, not data such as a compressed page. */
function isReadable(text: string): boolean {
  return !/[\u0000-\u0008\ufffd]/.test(text)
}
