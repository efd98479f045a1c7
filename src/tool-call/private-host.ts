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
  ['::', 128],
  ['::1', 128],
  // Translates IPv4, so these are the private ranges of it that are most used.
  ['64:ff9b::a00:0', 104],
  ['64:ff9b::7f00:0', 104],
  ['64:ff9b::c0a8:0', 112],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const
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

function isPrivateAddress(address: string): boolean {
  const list = new BlockList()
  for (const [net, prefix] of IPV4_RANGES) list.addSubnet(net, prefix, 'ipv4')
  for (const [net, prefix] of IPV6_RANGES) list.addSubnet(net, prefix, 'ipv6')
  // It finds IPv4 addresses that are mapped to IPv6 in the ranges of IPv4.
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
