/** Endings of files that are text; every other address is that of a page, whose Markdown ends with `.md`. */
const TEXT_FILE = /\.(?:mdx?|txt|json|ya?ml)$/i
/** What some put around an address. */
const WRAPPING = /^[\s<"'`(]+|[\s>"'`)]+$/g

/** A page that somebody asks for. */
export interface PageAddress {
  /** Where its Markdown is, without query and fragment. */
  url: string
  /** The heading that is meant, without `#`; an empty text if none is. */
  fragment: string
}

/**
 * Reads the address of a page, with or without `https://`, `.md`, a query and a fragment, or its path on
 * the first site.
 * @param origins scheme and host of each site
 * @returns undefined if it is not an address of one of the sites
 */
export function readAddress(text: string, origins: readonly string[]): PageAddress | undefined {
  const url = parseUrl(text.replace(WRAPPING, ''), origins[0])
  // The scheme is that of the site: people write `http://` out of habit.
  const origin = origins.find((one) => new URL(one).host === url?.host)
  if (!url || origin === undefined) return undefined
  return {
    url: markdownOf({ origin, pathname: url.pathname }),
    fragment: decoded(url.hash.slice(1)),
  }
}

function parseUrl(text: string, first: string | undefined): URL | undefined {
  const isPath = text.startsWith('/') && !text.startsWith('//')
  const address =
    isPath || /^https?:\/\//i.test(text) ? text : `https://${text.replace(/^\/\//, '')}`
  return URL.canParse(address, first) ? new URL(address, first) : undefined
}

/**
 * Returns where the Markdown of a page is: at its address with `.md`. A site itself is its list of pages.
 * Query and fragment are left out.
 */
export function markdownOf({ origin, pathname }: Pick<URL, 'origin' | 'pathname'>): string {
  const path = pathname.replace(/\/{2,}/g, '/').replace(/\/(?:index(?:\.html?)?)?$/i, '')
  if (path === '') return `${origin}/llms.txt`
  return TEXT_FILE.test(path) ? origin + path : `${origin}${path.replace(/\.html?$/i, '')}.md`
}

/** Returns the address of a page for people. */
export function readableAddress(url: string): string {
  return url.replace(/\.md$/, '')
}

/** Returns whether a file holds all pages of a site, which is too much for anybody. */
export function holdsAllPages(url: string): boolean {
  return /\/llms-full\.txt$/i.test(url)
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}
