import { BlockList, isIP } from 'node:net'
import { domainToASCII } from 'node:url'

/** The default ports of the schemes, which `URL` leaves out. */
const PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' }

/** The addresses of this machine. The system connects to itself at those that stand for all too. */
const LOOPBACK = ['127.0.0.0/8', '::1', '0.0.0.0', '::']

/** Returns whether a URL leads to this machine: `localhost`, a name below it, or a loopback address. */
export function isLoopback(url: URL): boolean {
  const host = hostOf(url)
  if (isIP(host)) return LOOPBACK.some((range) => isInRange(host, range))
  return host === 'localhost' || host.endsWith('.localhost')
}

/**
 * Returns whether `NO_PROXY` names the host of a URL. Entries are separated by commas or blanks:
 * `*`, `host`, `.domain`, `*.domain`, an address or a range such as `10.0.0.0/8`, each also with a
 * port. A name stands for its subdomains too.
 */
export function isBypassed(url: URL, noProxy: string): boolean {
  const host = hostOf(url)
  const port = url.port || PORTS[url.protocol]
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map(parseEntry)
    .some((entry) => (!entry.port || entry.port === port) && isHost(host, entry.pattern))
}

/** Returns the host without brackets and without the dot that ends an absolute name. */
function hostOf({ hostname }: URL): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
}

/** Splits an entry into what it says about the host and its port. An IPv6 address may have brackets. */
function parseEntry(entry: string): { pattern: string; port?: string | undefined } {
  // Some write URLs.
  const text = entry.replace(/^[a-z]+:\/\//, '').replace(/\/$/, '')
  const [, address, range = '', port] = /^\[(.*)\](\/\d+)?(?::(\d+))?$/.exec(text) ?? []
  if (address !== undefined) return { pattern: address + range, port }
  const [pattern = '', ...rest] = text.split(':')
  return rest.length === 1 ? { pattern, port: rest[0] } : { pattern: text }
}

function isHost(host: string, pattern: string): boolean {
  if (isIP(host)) return isInRange(host, pattern) || fitsWildcards(host, pattern)
  const name = pattern.replace(/^\*?\.+/, '').replace(/\.+$/, '')
  if (name.includes('*')) return fitsWildcards(host, name)
  // A URL has names in ASCII.
  const ascii = domainToASCII(name) || name
  return ascii !== '' && (host === ascii || host.endsWith(`.${ascii}`))
}

/** Returns whether an address is another one, or in a range in CIDR notation. */
function isInRange(host: string, pattern: string): boolean {
  const [address = '', bits, ...others] = pattern.split('/')
  if (!isIP(address) || others.length > 0) return false
  const most = isIP(address) === 4 ? 32 : 128
  const prefix = bits === undefined ? most : Number(bits)
  if (!/^\d*$/.test(bits ?? '') || prefix > most) return false
  const range = new BlockList()
  range.addSubnet(address, prefix, family(address))
  return range.check(host, family(host))
}

/** Returns whether a host fits a pattern such as `*`, `10.0.*` or `api*.example.com`. */
function fitsWildcards(host: string, pattern: string): boolean {
  const parts = pattern.split(/\*+/).map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
  return parts.length > 1 && new RegExp(`^${parts.join('.*')}$`).test(host)
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6'
}
