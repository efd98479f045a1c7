/** Returns the normal form of an address; undefined if it is not an http(s) URL. */
export function normalizeUrl(address: string, base?: string): string | undefined {
  if (!URL.canParse(address, base)) return undefined
  const url = new URL(address, base)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  url.hash = ''
  // An empty query ("/page?") leads to the same page as none.
  if (url.search === '') url.search = ''
  return url.href
}

/** Tells whether two addresses have the same hostname. */
export function isSameSite(one: string, other: string): boolean {
  return new URL(one).hostname === new URL(other).hostname
}
