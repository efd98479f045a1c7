import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { HttpConfig } from '../../../src/config/http-flags.ts'
import { authenticate, resourceMetadata } from '../../../src/mcp/http/auth.ts'
import { HttpError } from '../../../src/mcp/http/http-error.ts'
import { checkHost, checkOrigin, checkQuery } from '../../../src/mcp/http/request-checks.ts'

const KEY = 'k'.repeat(24)
const OPTIONAL = { kind: 'token', isOptional: true } as const

function config(http: Partial<HttpConfig> = {}): HttpConfig {
  return {
    host: '127.0.0.1',
    port: 3000,
    access: { kind: 'token' },
    allowedHosts: undefined,
    allowedOrigins: [],
    workers: 1,
    maxConcurrency: 1000,
    ...http,
  }
}

function requestWith(headers: Record<string, string>, localAddress?: string): IncomingMessage {
  const socket = new Socket()
  Object.defineProperty(socket, 'localAddress', { value: localAddress })
  return Object.assign(new IncomingMessage(socket), { headers })
}

/** Returns what a check refuses a request with; undefined if it does not. */
function refusal(check: () => unknown): HttpError | undefined {
  try {
    check()
  } catch (error) {
    if (error instanceof HttpError) return error
    throw error
  }
  return undefined
}

describe('the header Host', () => {
  const allowedHosts = ['localhost', '[::1]', 'mcp.example.com']

  it.each([
    [{ host: 'localhost' }, undefined],
    [{ host: 'LOCALHOST:3000' }, undefined],
    [{ host: '[::1]:3000' }, undefined],
    [{ host: 'mcp.example.com' }, undefined],
    [{ host: '10.0.0.5:3000' }, '10.0.0.5'],
    [{ host: '10.0.0.5' }, '::ffff:10.0.0.5'],
    [{ host: '[fd00::1]' }, 'fd00::1'],
  ])('%j is accepted on a socket at %j', (headers, localAddress) => {
    const check = () => checkHost(requestWith(headers, localAddress), config({ allowedHosts }))
    expect(refusal(check)).toBeUndefined()
  })

  it.each([
    [{}, '10.0.0.5'],
    [{ host: '' }, '10.0.0.5'],
    [{ host: 'evil.example' }, '10.0.0.5'],
    [{ host: 'localhost.evil.example' }, '10.0.0.5'],
    [{ host: 'localhost, evil.example' }, '10.0.0.5'],
    [{ host: '10.0.0.6' }, '10.0.0.5'],
    [{ host: 'user@localhost' }, '10.0.0.5'],
  ])('%j is refused on a socket at %j', (headers, localAddress) => {
    const check = () => checkHost(requestWith(headers, localAddress), config({ allowedHosts }))
    expect(refusal(check)).toMatchObject({
      status: 400,
      message: expect.stringContaining('--allowed-hosts'),
    })
  })

  it('may be any well-formed name if all are allowed', () => {
    const check = (host: string) => checkHost(requestWith({ host }), config())
    expect(refusal(() => check('any.example'))).toBeUndefined()
    expect(refusal(() => check('a b'))?.status).toBe(400)
  })
})

describe('the header Origin', () => {
  const allowedOrigins = ['https://app.example.com']

  function check(headers: Record<string, string>) {
    const request = requestWith({ host: 'localhost:3000', ...headers })
    const response = new ServerResponse(request)
    const error = refusal(() => checkOrigin(request, response, config({ allowedOrigins })))
    return { error, allowed: response.getHeader('access-control-allow-origin') }
  }

  it('is not needed', () => {
    expect(check({})).toEqual({ error: undefined, allowed: undefined })
  })

  it.each(['http://localhost:3000', 'https://localhost:3000', 'https://app.example.com'])(
    '%s may read the answer',
    (origin) => {
      expect(check({ origin })).toEqual({ error: undefined, allowed: origin })
    },
  )

  it.each(['null', 'http://localhost', 'http://app.example.com', 'https://app.example.com:8443'])(
    '%s is refused',
    (origin) => {
      const { error, allowed } = check({ origin })
      expect(error).toMatchObject({ status: 403 })
      expect(allowed).toBeUndefined()
    },
  )
})

describe('a query', () => {
  const check = (url: string) => refusal(() => checkQuery(Object.assign(requestWith({}), { url })))

  it.each(['/mcp', '/mcp?', '/mcp?a=token', '/mcp?tokens=1', '/mcp#token=1'])(
    '%s is accepted',
    (url) => {
      expect(check(url)).toBeUndefined()
    },
  )

  it.each(['token', 'apiToken', 'KEY', 'client_secret', 'Authorization', 'to%6ben'])(
    'may not contain a credential as %s',
    (name) => {
      const error = check(`/mcp?a=1&${name}=swordfish`)
      expect(error).toMatchObject({ status: 400 })
      expect(error?.message).not.toContain('swordfish')
    },
  )
})

describe('authentication', () => {
  const as = (authorization: string | undefined, access: Parameters<typeof authenticate>[1]) =>
    authenticate(
      requestWith({ host: 'localhost', ...(authorization !== undefined && { authorization }) }),
      access,
    )

  it('by token tells clients apart, and hands the token on', () => {
    const [first, second] = ['one', 'two'].map((token) => as(`Bearer ${token}`, { kind: 'token' }))
    expect(first?.token).toBe('one')
    expect(first?.digest).not.toBe(second?.digest)
    expect(first?.digest).not.toContain('one')
    expect(as('bearer  one', { kind: 'token' })).toEqual(first)
  })

  it('by key gives all clients one tenant without a token', () => {
    expect(as(`Bearer ${KEY}`, { kind: 'key', key: KEY })).toEqual({ digest: 'key' })
  })

  it('is not needed if access is open, or a token optional', () => {
    expect(as(undefined, { kind: 'open' })).toEqual({ digest: 'open' })
    expect(as(undefined, OPTIONAL)).toMatchObject({ digest: 'no-token' })
    expect(as('Bearer one', OPTIONAL)).toEqual(as('Bearer one', { kind: 'token' }))
  })

  it.each<
    [authorization: string | undefined, access: Parameters<typeof authenticate>[1], message: string]
  >([
    [undefined, { kind: 'token' }, 'Send your Apify API token as `Authorization: Bearer`.'],
    [undefined, { kind: 'key', key: KEY }, 'Send the access key of this server'],
    ['Bearer', { kind: 'token' }, 'The bearer token is malformed. Send your Apify API token'],
    ['Basic YTpi', { kind: 'token' }, 'The bearer token is malformed.'],
    ['Bearer a b', OPTIONAL, 'The bearer token is malformed.'],
    ['Bearer é', { kind: 'token' }, 'The bearer token is malformed.'],
    [`Bearer ${'x'.repeat(4097)}`, { kind: 'token' }, 'The bearer token is malformed.'],
    [`Bearer ${KEY}x`, { kind: 'key', key: KEY }, 'The access key is wrong. Send the access key'],
  ])('%j for %j is refused', (authorization, access, message) => {
    const error = refusal(() => as(authorization, access))
    expect(error).toMatchObject({ status: 401, message: expect.stringContaining(message) })
    expect(error?.message).not.toContain('xxx')
    const challenge = error?.options.headers?.['www-authenticate']
    expect(challenge).toMatch(/^Bearer .*resource_metadata="http:\/\/localhost\/\.well-known\//)
    expect(challenge?.includes('error="invalid_token"')).toBe(authorization !== undefined)
  })
})

describe('the metadata of the resource', () => {
  it.each([
    [{}, 'http://mcp.example.com/mcp'],
    [{ 'x-forwarded-proto': 'https' }, 'https://mcp.example.com/mcp'],
    [{ 'x-forwarded-proto': 'https,http' }, 'https://mcp.example.com/mcp'],
    [{ 'x-forwarded-proto': 'http' }, 'http://mcp.example.com/mcp'],
  ])('names the server as its client does, with %j', (headers, resource) => {
    const request = requestWith({ host: 'mcp.example.com', ...headers })
    expect(resourceMetadata(request)).toMatchObject({ resource })
  })

  it('names no authorization server, since this server decides itself', () => {
    const metadata = resourceMetadata(requestWith({ host: 'a' }))
    expect(metadata).not.toHaveProperty('authorization_servers')
  })
})
