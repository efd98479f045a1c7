import { setTimeout as delay } from 'node:timers/promises'
import { decodeHtml } from './charset.ts'
import { describeError } from './log.ts'
import { isSameSite, normalizeUrl } from './page-url.ts'
import { fetchThrough, type PageResponse } from './proxy-fetch.ts'

const MAX_BODY_BYTES = 5 * 1024 * 1024
const MAX_REDIRECTS = 10
const TIMEOUT_MS = 30_000
const RETRY_DELAY_MS = 200

const HEADERS = {
  accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.1',
  'user-agent': 'Mozilla/5.0 (compatible; WebsiteCrawler/0.1)',
}

export interface LoadedPage {
  kind: 'page'
  /** The address after redirects. */
  url: string
  html: string
  statusCode: number
  loadTimeMs: number
}

interface FailedPage {
  kind: 'failed'
  reason: string
}

/** `unsuitable`: not HTML, or not on the site. `known`: redirects to a page that the crawl has. */
interface SkippedPage {
  kind: 'unsuitable' | 'known'
  reason: string
}

export type PageOutcome = LoadedPage | FailedPage | SkippedPage

type Answer = PageOutcome | { kind: 'redirect'; location: string } | (FailedPage & { again: true })

interface FetchOptions {
  signal: AbortSignal
  /** Reserves the target of a redirect. Returns false if the crawl already has it. */
  claim: (url: string) => boolean
  /** Returns the proxy for the next request. Without it, pages are loaded directly. */
  nextProxy?: (() => URL) | undefined
}

/** Loads a page and follows redirects within its site. Never throws. */
export async function fetchPage(start: string, options: FetchOptions): Promise<PageOutcome> {
  const chain = [start]
  for (let url = start; chain.length <= MAX_REDIRECTS + 1; ) {
    const answer = await requestTwice(url, options)
    if (answer.kind !== 'redirect') return answer
    const target = normalizeUrl(answer.location, url)
    if (!target || !isSameSite(target, start)) {
      return { kind: 'unsuitable', reason: `redirects to another site: ${answer.location}` }
    }
    if (chain.includes(target)) return { kind: 'failed', reason: 'redirects in a loop' }
    if (!options.claim(target)) return { kind: 'known', reason: `redirects to ${target}` }
    chain.push(target)
    url = target
  }
  return { kind: 'failed', reason: `more than ${MAX_REDIRECTS} redirects` }
}

async function requestTwice(url: string, options: FetchOptions): Promise<Answer> {
  const answer = await request(url, options)
  if (!('again' in answer) || options.signal.aborted) return answer
  await delay(RETRY_DELAY_MS)
  return request(url, options)
}

async function request(url: string, { signal, nextProxy }: FetchOptions): Promise<Answer> {
  const startedAt = performance.now()
  try {
    const options = {
      headers: HEADERS,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    }
    const response = nextProxy
      ? await fetchThrough(nextProxy(), url, options)
      : await fetch(url, { ...options, redirect: 'manual' })
    const outcome = outcomeOfHead(response)
    if (outcome) {
      await response.body?.cancel()
      return outcome
    }
    const body = await readBody(response)
    return {
      kind: 'page',
      url,
      html: decodeHtml(body, response.headers.get('content-type') ?? ''),
      statusCode: response.status,
      loadTimeMs: Math.round(performance.now() - startedAt),
    }
  } catch (error) {
    return { kind: 'failed', reason: describeError(error), again: true }
  }
}

/** Returns why a response is not a page, from its status and headers; undefined if it is one. */
function outcomeOfHead({ status, headers }: PageResponse): Answer | undefined {
  const location = headers.get('location')
  if (status >= 300 && status < 400 && location) return { kind: 'redirect', location }
  const failed: FailedPage = { kind: 'failed', reason: `HTTP ${status}` }
  if (status >= 500) return { ...failed, again: true }
  if (status < 200 || status >= 300) return failed
  const [type = ''] = (headers.get('content-type') ?? '').split(';')
  if (/^(text\/html|application\/xhtml\+xml)$/i.test(type.trim())) return undefined
  return { kind: 'unsuitable', reason: `not HTML (${type || 'no content type'})` }
}

/** Reads a body up to the size limit. The rest is dropped: the start of a page is still useful. */
async function readBody(response: PageResponse): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size >= MAX_BODY_BYTES) break
  }
  return Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES)
}
