import { expect } from 'vitest'
import type { FakeApify } from './fake-apify/apify.ts'
import { post, startHttp } from './http.ts'
import { type Issuer, startIssuer, type TokenParts } from './issuer.ts'
import { modernRequest } from './modern-messages.ts'
import { MODERN } from './protocol-versions.ts'
import { seed } from './seeded-server.ts'

interface OauthOptions {
  args?: string[]
  env?: Record<string, string>
  issuer?: Issuer
  /** Default: one with an account and its data. */
  fake?: FakeApify
}

/** Starts the built server for access tokens of an issuer, with an account that it shares. */
export async function startOauth({ args = [], env = {}, ...given }: OauthOptions = {}) {
  const [fake, issuer] = await Promise.all([given.fake ?? seed(), given.issuer ?? startIssuer()])
  const server = await startHttp({
    fake,
    args: ['--shared-token', `--oauth-issuer=${issuer.url}`, ...args],
    env: { APIFY_TOKEN: fake.token, ...env },
  })
  return {
    ...server,
    fake,
    issuer,
    /** Returns a token for the server with these scopes. */
    tokenFor: (scope: string, { claims, ...parts }: TokenParts = {}) =>
      issuer.sign(server.url, { claims: { scope, ...claims }, ...parts }),
  }
}

/** Sends a request of the modern era. */
export function postModern(url: string, token: string, method: string, params: object = {}) {
  const headers = { 'mcp-protocol-version': MODERN, 'mcp-method': method, ...nameHeader(params) }
  return post(url, modernRequest(1, method, params), { token, headers })
}

function nameHeader(params: object): Record<string, string> {
  return 'name' in params ? { 'mcp-name': String(params.name) } : {}
}

/** Parses the header WWW-Authenticate of a response. */
export function challengeIn(response: Response): Record<string, string> {
  const header = response.headers.get('www-authenticate') ?? ''
  expect(header).toMatch(/^Bearer \w+="/)
  return Object.fromEntries(
    [...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
  )
}
