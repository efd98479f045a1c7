import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { readConfig } from '../../../src/config/config.ts'
import { authenticate, sharesName } from '../../../src/mcp/http/auth.ts'
import { clientNetwork } from '../../../src/mcp/http/client-network.ts'

/** Returns the tenant of a request from an address to a server that takes payments. */
function tenantFrom(remoteAddress: string, headers: Record<string, string> = {}) {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress })
  const { http } = readConfig(['--http', '--payments=x402'], {})
  if (http?.access.kind !== 'token') throw new Error('Clients of this server bring no tokens')
  return authenticate(Object.assign(new IncomingMessage(socket), { headers }), http.access)
}

it('clients without a token are told apart by their addresses alone', () => {
  const one = tenantFrom('203.0.113.7')
  const other = tenantFrom('203.0.113.8')
  expect(one.token).toBeUndefined()
  expect(sharesName(one)).not.toBe(sharesName(other))
  // A cancel may come by another way.
  expect(other.digest).toBe(one.digest)
  expect(tenantFrom('203.0.113.7', { 'x-forwarded-for': '198.51.100.1' })).toEqual(one)
})

it('clients with a token are told apart by it, wherever they come from', () => {
  const authorization = 'Bearer one'
  const [one, other] = ['203.0.113.7', '203.0.113.8'].map((address) =>
    tenantFrom(address, { authorization }),
  )
  expect(one).toEqual(other)
  expect(one && sharesName(one)).toBe(one?.digest)
})

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::FFFF:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  [undefined, 'unknown'],
])('the network of %s is %s', (address, network) => {
  expect(clientNetwork(address)).toBe(network)
})
