import { type Flag, readList } from './flag-parser.ts'
import { isLoopback } from './no-proxy.ts'
import { UsageError } from './usage-error.ts'

const APIFY_DOCS = 'docs.apify.com'
const APIFY_INDEX = `https://${APIFY_DOCS}/llms.txt`
/** Each search reads the indexes of all sites. */
const MAX_SITES = 20

/** The flag for documentation. */
export const DOCS_FLAG: Flag = {
  name: 'docs',
  kind: 'list',
  value: 'HOST[,HOST…]',
  default: APIFY_DOCS,
  describe:
    'Sites that `search_docs` and `read_docs` (toolset `docs`) read, and no other: https hosts, or addresses of `llms.txt`.',
}

/**
 * Returns the addresses of the indexes of the sites.
 * @throws {UsageError} that names the wrong site and what the flag takes
 */
export function readDocsSites(flags: Map<string, string>): string[] {
  return docsSites(readList(flags, DOCS_FLAG.name))
}

/**
 * Returns the addresses of the indexes of sites.
 * @param sites hosts or addresses; undefined for the documentation of Apify
 * @throws {UsageError} that names the wrong site and what the flag takes
 */
export function docsSites(sites: readonly string[] | undefined): string[] {
  // Each start asks for it, and the first URL takes half a millisecond to read.
  if (!sites) return [APIFY_INDEX]
  const indexes = [...new Set(sites.map(indexOf))]
  if (indexes.length <= MAX_SITES) return indexes
  throw new UsageError(`--docs names ${indexes.length} sites.`, `It takes at most ${MAX_SITES}.`)
}

function indexOf(site: string): string {
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(site) ? site : `https://${site}`
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isSite = url && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)))
  if (!isSite || url.hostname === '')
    throw wrongSite(
      `--docs has an entry that is not an https host or address: ${JSON.stringify(site)}.`,
    )
  const { origin, pathname } = url
  // None of them is shown, since each may hold a password.
  if (url.username || url.password || url.search || url.hash)
    throw wrongSite(`--docs has a user, a query or a fragment in an address of ${url.host}.`)
  return pathname.endsWith('.txt')
    ? origin + pathname
    : `${origin}${pathname.replace(/\/+$/, '')}/llms.txt`
}

function wrongSite(problem: string): UsageError {
  return new UsageError(
    problem,
    'Write sites such as docs.apify.com or https://crawlee.dev/llms.txt.',
  )
}
