import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { OauthAccess } from '../../../../src/config/oauth-flags.ts'
import { audiencesOf, resourceOf } from '../../../../src/mcp/http/oauth/addresses.ts'

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

function requestTo(host: string, headers: Record<string, string> = {}): IncomingMessage {
  const socket = new Socket()
  Object.defineProperty(socket, 'localPort', { value: 3000 })
  return Object.assign(new IncomingMessage(socket), { headers: { host, ...headers } })
}

const accessWith = (audience?: string): OauthAccess => ({
  kind: 'oauth',
  issuer: 'https://auth.example',
  audience,
})

describe('the audiences that tokens may have', () => {
  it.each<[audience: string | undefined, allowedHosts: string[] | undefined, expected: string[]]>([
    ['api://apify', undefined, ['api://apify']],
    ['https://a.example/mcp', LOOPBACK, ['https://a.example/mcp']],
    [undefined, ['a.example', 'b.example'], ['https://a.example/mcp', 'https://b.example/mcp']],
    [
      undefined,
      LOOPBACK,
      ['http://localhost:3000/mcp', 'http://127.0.0.1:3000/mcp', 'http://[::1]:3000/mcp'],
    ],
    [undefined, undefined, []],
  ])('%j, with the names %j: %j', (audience, allowedHosts, expected) => {
    const access = accessWith(audience)
    expect(audiencesOf(requestTo('localhost:3000'), access, { allowedHosts })).toEqual(expected)
  })

  it('do not depend on what the client writes', () => {
    const headers = { 'x-forwarded-proto': 'http', 'x-forwarded-host': 'evil.example' }
    for (const host of ['localhost:4000', 'evil.example', '10.0.0.5:9'])
      expect(
        audiencesOf(requestTo(host, headers), accessWith(), { allowedHosts: ['a.example'] }),
      ).toEqual(['https://a.example/mcp'])
  })
})

describe('the resource that clients ask for', () => {
  it.each<[host: string, audience: string | undefined, names: string[] | undefined, url: string]>([
    ['b.example', undefined, ['a.example', 'b.example'], 'https://b.example/mcp'],
    ['10.0.0.5:3000', undefined, ['a.example', 'b.example'], 'https://a.example/mcp'],
    ['localhost:3000', undefined, LOOPBACK, 'http://localhost:3000/mcp'],
    ['[::1]:3000', undefined, LOOPBACK, 'http://[::1]:3000/mcp'],
    ['x:1', 'https://a.example/mcp', undefined, 'https://a.example/mcp'],
    ['x:1', 'https://a.example', undefined, 'http://x:1/mcp'],
    ['x:1', 'https://a.example/b/mcp', undefined, 'http://x:1/mcp'],
    ['b.example', 'api://apify', ['b.example'], 'https://b.example/mcp'],
  ])('at %s, with the audience %s and the names %j: %s', (host, audience, allowedHosts, url) => {
    expect(resourceOf(requestTo(host), accessWith(audience), { allowedHosts })).toBe(url)
  })
})
