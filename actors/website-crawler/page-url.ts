/** The one spelling under which a page is known, or undefined when it is no web page. */
export function normalizeUrl(address: string, base?: string): string | undefined {
  if (!URL.canParse(address, base)) return undefined
  const url = new URL(address, base)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  url.hash = ''
  // An empty query ("/page?") leads to the same page as none.
  if (url.search === '') url.search = ''
  return url.href
}

/** Whether two addresses share a hostname. */
export function isSameSite(one: string, other: string): boolean {
  return new URL(one).hostname === new URL(other).hostname
}
