import { isObject } from './json.ts'
import { log } from './log.ts'

/** The proxies that an input asks for. */
export type ProxySettings =
  | { kind: 'custom'; urls: URL[] }
  | { kind: 'apify'; groups: string[]; country: string | undefined }

/** Where the platform's own proxy is. */
export interface PlatformProxy {
  hostname: string
  port: string
  password: string
}

/**
 * Reads a proxy configuration, as the proxy editor of Apify Console writes it.
 * @returns undefined if it asks for no proxy
 * @throws {Error} that says what is wrong, without passwords
 */
export function parseProxy(value: unknown): ProxySettings | undefined {
  if (value === undefined || value === null) return undefined
  if (!isObject(value)) throw new Error('must be an object')
  const { useApifyProxy, proxyUrls, apifyProxyGroups, apifyProxyCountry } = value
  const urls = parseStrings('proxyUrls', proxyUrls).map(parseProxyUrl)
  if (useApifyProxy !== true) return urls.length > 0 ? { kind: 'custom', urls } : undefined
  if (urls.length > 0) throw new Error('has both "useApifyProxy" and "proxyUrls"')
  const groups = parseStrings('apifyProxyGroups', apifyProxyGroups)
  const country = apifyProxyCountry || undefined
  if (groups.some((group) => !/^[\w.~]+$/.test(group))) {
    throw new Error('has an invalid name in "apifyProxyGroups"')
  }
  if (country !== undefined && !(typeof country === 'string' && /^[a-z]{2}$/i.test(country))) {
    throw new Error('has an "apifyProxyCountry" that is not a code of two letters')
  }
  return { kind: 'apify', groups, country }
}

function parseStrings(name: string, value: unknown): string[] {
  if (value === undefined || value === null) return []
  const isText = (one: unknown) => typeof one === 'string'
  if (Array.isArray(value) && value.every(isText)) return value
  throw new Error(`has "${name}" that is not a list of strings`)
}

function parseProxyUrl(text: string, index: number): URL {
  const address = text.includes('://') ? text.trim() : `http://${text.trim()}`
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url && /^https?:$/.test(url.protocol)) return url
  throw new Error(`has "proxyUrls" with an item that is not an http(s) URL, at ${index}`)
}

/**
 * Returns a function that names the proxy of the next request; several take turns.
 * @returns undefined if pages are loaded directly
 * @throws {Error} if the input asks for the platform's proxy and there is none
 */
export function chooseProxies(
  settings: ProxySettings | undefined,
  platformProxy: PlatformProxy | undefined,
): (() => URL) | undefined {
  if (!settings) return undefined
  const urls = settings.kind === 'custom' ? settings.urls : [apifyProxy(settings, platformProxy)]
  log.info(`Loading pages through ${[...new Set(urls.map(({ host }) => host))].join(', ')}`)
  let next = 0
  return () => {
    const url = urls[next++ % urls.length]
    if (!url) throw new Error('There is no proxy.')
    return url
  }
}

function apifyProxy(
  { groups, country }: Extract<ProxySettings, { kind: 'apify' }>,
  proxy: PlatformProxy | undefined,
): URL {
  if (!proxy) {
    throw new Error(
      'The input asks for Apify Proxy, but this platform has none (APIFY_PROXY_PASSWORD is not set). Give "proxyUrls", or leave out "proxyConfiguration".',
    )
  }
  const url = new URL(`http://${proxy.hostname}:${proxy.port}`)
  const choices = [
    ...(groups.length > 0 ? [`groups-${groups.join('+')}`] : []),
    ...(country ? [`country-${country.toUpperCase()}`] : []),
  ]
  url.username = choices.join(',') || 'auto'
  url.password = proxy.password
  if (url.hostname === '127.0.0.1') {
    log.warn(
      'This computer has no Apify Proxy: pages are loaded from its own address, groups and country are ignored',
    )
  }
  return url
}
