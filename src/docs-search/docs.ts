import type { Redactor } from '../exit/redact.ts'
import { ToolError } from '../shared/errors.ts'
import type { ChooseProxy } from '../shared/http-proxy.ts'
import { quoted, shorten } from '../shared/quote.ts'
import { Cache } from './cache.ts'
import type { Docs, DocsHit, DocsPage } from './docs-contract.ts'
import { DownloadError, type Downloaded, Downloader } from './fetch-page.ts'
import { holdsAllPages, readAddress, readableAddress } from './page-address.ts'
import { headingAt, titleOf } from './page-text.ts'
import type { IndexEntry } from './parse-index.ts'
import { type ReadSites, SiteIndexes } from './site-indexes.ts'

/** What all pages that are kept may take. */
const PAGE_LIMITS = { entries: 200, bytes: 32 * 1024 * 1024 }
/** How many pages an error names. */
const NEAREST = 3

export interface DocsOptions {
  /** Addresses of the indexes of the sites. */
  indexes: readonly string[]
  /** Default: no proxy. */
  proxyFor?: ChooseProxy | undefined
  /** How long a download may take, in milliseconds. */
  timeoutMs?: number
  /** A clock in milliseconds. */
  now?: () => number
}

/** What belongs to one call. */
interface DocsCall {
  /** Ends the call. What it downloads is kept for others. */
  signal: AbortSignal
  /** Knows what must not stand in a result. */
  redactor: Pick<Redactor, 'text'>
}

/** Searches and reads documentation for the calls of a server. */
export interface DocsService {
  forCall(call: DocsCall): Docs
  close(): Promise<void>
}

/** Creates the service. It downloads what it is asked for. */
export function createDocs({ indexes, proxyFor, timeoutMs, now }: DocsOptions): DocsService {
  const origins = [...new Set(indexes.map((index) => new URL(index).origin))]
  const downloader = new Downloader(origins, proxyFor, timeoutMs)
  const sites = new SiteIndexes(indexes, (url) => downloader.download(url), now)
  const pages = new Cache<Downloaded>(PAGE_LIMITS, isGone, now)
  const load = async (url: string) => {
    const value = await downloader.download(url)
    return { value, bytes: 2 * (value.text.length + value.url.length) }
  }
  return {
    forCall: ({ signal, redactor }) => ({
      async search(query, limit) {
        const { index, notes } = await untilEnded(signal, sites.read())
        const hits = index.find(query, limit).map((entry) => hitOf(entry, redactor))
        return { hits, notes }
      },
      async read(address) {
        const asked = readAddress(address, origins)
        if (!asked) throw await notOfASite(address, origins, () => untilEnded(signal, sites.read()))
        if (holdsAllPages(asked.url)) throw tooMuch()
        try {
          const page = await untilEnded(
            signal,
            pages.get(asked.url, () => load(asked.url)),
          )
          return pageOf(page.value, page.staleMs, asked.fragment, redactor)
        } catch (error) {
          if (!isGone(error)) throw error
          throw await withNearest(error, asked.url, () => untilEnded(signal, sites.read()))
        }
      },
    }),
    close: () => downloader.close(),
  }
}

/** Waits for work that goes on if the call ends. */
function untilEnded<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(signal.reason)
    if (signal.aborted) end()
    signal.addEventListener('abort', end, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end))
  })
}

function hitOf(entry: IndexEntry, redactor: DocsCall['redactor']): DocsHit {
  return {
    title: redactor.text(entry.title),
    url: readableAddress(entry.url),
    section: redactor.text(entry.section),
    description: redactor.text(entry.description),
  }
}

function pageOf(
  page: Downloaded,
  staleMs: number | undefined,
  fragment: string,
  redactor: DocsCall['redactor'],
): DocsPage {
  const text = redactor.text(page.text)
  const at = headingAt(text, fragment)
  return {
    title: titleOf(text),
    url: readableAddress(page.url),
    text,
    headingAt: at,
    notes: [
      ...(staleMs === undefined ? [] : [staleNote(staleMs)]),
      ...(page.isWhole ? [] : ['The page is longer than 4 MB; its end was not read.']),
      ...(fragment === '' || at !== undefined ? [] : ['No heading has the id of the fragment.']),
    ],
  }
}

function staleNote(staleMs: number): string {
  return `The site cannot be reached; this copy is ${Math.round(staleMs / 3_600_000)} hours old.`
}

function isGone(error: unknown): error is DownloadError {
  return error instanceof DownloadError && error.isGone
}

async function notOfASite(
  address: string,
  origins: readonly string[],
  read: () => Promise<ReadSites>,
): Promise<ToolError> {
  const hosts = origins.map((origin) => new URL(origin).host).join(', ')
  const error = new ToolError(
    `${quoted(address)} is not an address of ${hosts}. No other host is read.`,
    '',
  )
  return withNearest(error, address, read)
}

/** Returns an error that also names the pages that are most like an address. */
async function withNearest(
  { happened, remedy }: ToolError,
  address: string,
  read: () => Promise<ReadSites>,
): Promise<ToolError> {
  const words = address.replace(/^(?:https?:\/\/)?[^/]*/, '').replace(/[?#].*|\.\w+$/gs, '')
  // What is wrong with the address can be said without them.
  const index = await read().then(
    (sites) => sites.index,
    () => undefined,
  )
  const found = index?.find(words, NEAREST) ?? []
  const named = found.map(({ url }) => `\`${shorten(readableAddress(url))}\``).join(', ')
  const nearest = named ? `The nearest pages are ${named}.` : ''
  return new ToolError(happened, `${nearest} ${remedy || 'Find pages by `search_docs`.'}`.trim())
}

function tooMuch(): ToolError {
  return new ToolError(
    'This file holds all pages of the site, which is too much for any context.',
    'Find the page that you need by `search_docs`.',
  )
}
