import { isIPv6 } from 'node:net'

/**
 * Returns the network that a client calls from: its IPv4 address, or the first 64 bits of its IPv6 address,
 * since one machine may use all that begin with them (RFC 4291, section 2.5.4).
 * @param address the remote address of a socket; undefined if its client has gone
 */
export function clientNetwork(address: string | undefined): string {
  const [plain = ''] = (address ?? 'unknown').replace(/^::ffff:(?=\d+\.)/i, '').split('%')
  if (!isIPv6(plain)) return plain
  const [before, after] = plain.toLowerCase().split('::').map(groupsOf)
  const zeros = Array<string>(8 - (before?.length ?? 0) - (after?.length ?? 0)).fill('0')
  return `${[...(before ?? []), ...zeros, ...(after ?? [])].slice(0, 4).join(':')}::/64`
}

function groupsOf(part: string): string[] {
  return part === '' ? [] : part.split(':')
}
