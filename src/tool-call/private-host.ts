import { BlockList, isIP } from 'node:net'

/** Ranges of this machine, of private networks and of no single host, by IANA's registries. */
const IPV4_RANGES = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const
const IPV6_RANGES = [
  // The unspecified address, the loopback, and IPv4 addresses in a form that is no longer used.
  ['::', 96],
  // For translation in a local network (RFC 8215), discarding (RFC 6666) and tunnels of hosts (Teredo).
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const
/** The metadata of machines at Azure, which is outside of the private ranges. */
const AZURE_METADATA = ['168.63.129.16', 32] as const
/** Endings of names that the public DNS does not have. */
const NAMES = /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|corp|home|home\.arpa)$/

/**
 * Returns the host of an http(s) URL if it is this machine or in a private network: an address that
 * Apify's servers cannot reach. A name is not looked up.
 * @returns undefined for a host that may be on the internet, and for what is not a URL
 */
export function privateHost(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  // It writes decimal, octal and hexadecimal IPv4 addresses as four decimal numbers.
  const { hostname } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const isPrivate = isIP(host) === 0 ? isPrivateName(host) : isPrivateAddress(host)
  return isPrivate ? host : undefined
}

/** A name without a dot is known only to a local network. */
function isPrivateName(name: string): boolean {
  return !name.includes('.') || NAMES.test(name)
}

/** Returns whether an IP address is of this machine, of a private network or of no single host. */
export function isPrivateAddress(address: string): boolean {
  const [plain = ''] = address.split('%')
  const family = isIP(plain)
  if (family === 0) return true
  privateRanges ??= readRanges()
  // It finds IPv4 addresses that are mapped to IPv6 in the ranges of IPv4.
  return privateRanges.check(plain, family === 6 ? 'ipv6' : 'ipv4')
}

let privateRanges: BlockList | undefined

function readRanges(): BlockList {
  const list = new BlockList()
  for (const [net, prefix] of [...IPV4_RANGES, AZURE_METADATA]) {
    list.addSubnet(net, prefix, 'ipv4')
    // The same addresses as they are translated (RFC 6052, RFC 2765) and tunnelled (6to4, RFC 3056) in IPv6.
    list.addSubnet(`64:ff9b::${net}`, 96 + prefix, 'ipv6')
    list.addSubnet(`::ffff:0:${net}`, 96 + prefix, 'ipv6')
    list.addSubnet(`2002:${hexOf(net)}::`, 16 + prefix, 'ipv6')
  }
  for (const [net, prefix] of IPV6_RANGES) list.addSubnet(net, prefix, 'ipv6')
  return list
}

/** Returns an IPv4 address as two groups of an IPv6 address. */
function hexOf(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
}
