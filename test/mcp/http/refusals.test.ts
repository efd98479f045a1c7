import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { describe, expect, it } from 'vitest'
import { answerIn, call, INITIALIZE, post, startHttp } from '../../support/http.ts'
import { seed } from '../../support/seeded-server.ts'

/** Sends a request with headers that `fetch` does not let a caller set. */
async function send(url: string, options: { method?: string; headers: Record<string, string> }) {
  const request = httpRequest(url, { method: 'POST', ...options })
  const takesBody = (options.method ?? 'POST') === 'POST'
  request.end(takesBody ? JSON.stringify(call(1, 'whoami')) : undefined)
  const [response] = await once(request, 'response')
  response.resume()
  return { status: Number(response.statusCode), headers: response.headers }
}

const HEADERS = { 'content-type': 'application/json', authorization: 'Bearer abc' }

describe('a client without the right credential', () => {
  it('gets the address that explains how to authenticate', async () => {
    const { url, base } = await startHttp()
    const response = await post(url, INITIALIZE)
    expect(response.status).toBe(401)
    const header = response.headers.get('www-authenticate') ?? ''
    expect(header).toMatch(/^Bearer /)
    const metadataUrl = /resource_metadata="([^"]+)"/.exec(header)?.[1] ?? ''
    for (const address of [metadataUrl, `${base}/.well-known/oauth-protected-resource`]) {
      expect(await (await fetch(address)).json()).toMatchObject({
        resource: url,
        bearer_methods_supported: ['header'],
      })
    }
  })

  it('gets an https address when a proxy terminates TLS', async () => {
    const { url } = await startHttp()
    const response = await post(url, INITIALIZE, { headers: { 'x-forwarded-proto': 'https' } })
    expect(response.headers.get('www-authenticate')).toContain('resource_metadata="https://')
  })

  it.each(['Basic dXNlcjpwYXNz', 'Bearer', 'Bearer ', 'Bearer a b', 'Bearer "quoted"', 'abc'])(
    '%j is not a credential',
    async (authorization) => {
      const { url } = await startHttp()
      const response = await post(url, call(1, 'whoami'), { headers: { authorization } })
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"')
    },
  )

  it.each(['token', 'access_token', 'apiKey', 'api_key', 'MCP_ACCESS_KEY'])(
    'may not put it in the URL as %s',
    async (name) => {
      const { url, stderr, logged } = await startHttp()
      const response = await post(`${url}?${name}=leaked`, call(1, 'whoami'), { token: 'abc' })
      expect(response.status).toBe(400)
      expect((await answerIn(response)).error?.message).toContain('Authorization')
      await logged(({ status }) => status === 400)
      expect(stderr()).not.toContain('leaked')
    },
  )
})

describe('--shared-token', () => {
  const KEY = 'k'.repeat(24)

  it('serves clients that have the key with the token of the server, and refuses others', async () => {
    const fake = await seed()
    const env = { APIFY_TOKEN: fake.token, MCP_ACCESS_KEY: KEY }
    const { url, stderr } = await startHttp({ fake, env, args: ['--shared-token'] })
    const { result } = await answerIn(await post(url, call(1, 'whoami'), { token: KEY }))
    expect(result?.structuredContent).toMatchObject({ username: 'alice' })
    const before = fake.requests.length
    for (const token of [fake.token, `${KEY}k`, KEY.slice(1), 'K'.repeat(24), undefined]) {
      const response = await post(url, call(1, 'whoami'), token === undefined ? {} : { token })
      expect(response.status).toBe(401)
    }
    expect(fake.requests).toHaveLength(before)
    for (const secret of [KEY, fake.token]) expect(stderr()).not.toContain(secret)
  })
})

describe('a request that is not MCP', () => {
  it.each<[name: string, headers: Record<string, string>, status: number]>([
    ['a foreign Host', { host: 'evil.example' }, 400],
    ['a Host that begins like ours', { host: 'localhost.evil.example' }, 400],
    ['a Host with other characters', { host: 'localhost"/x' }, 400],
    ['a foreign Origin', { origin: 'https://evil.example' }, 403],
    ['the Origin of a file', { origin: 'null' }, 403],
    ['another content type', { 'content-type': 'text/plain' }, 415],
    [
      'a content type that only names JSON',
      { 'content-type': 'text/plain; a=application/json' },
      415,
    ],
    ['a coded body', { 'content-encoding': 'gzip' }, 415],
    ['an Accept of neither form', { accept: 'text/html' }, 406],
    ['an unknown version', { 'mcp-protocol-version': '1999-01-01' }, 400],
    ['a huge mark', { 'mcp-session-id': 'x'.repeat(300) }, 400],
  ])('with %s is refused', async (_, headers, status) => {
    const { url } = await startHttp()
    expect((await send(url, { headers: { ...HEADERS, ...headers } })).status).toBe(status)
  })

  it.each(['GET', 'DELETE', 'PUT'])('by %s is not allowed', async (method) => {
    const { url } = await startHttp()
    const { status, headers } = await send(url, { method, headers: HEADERS })
    expect(status).toBe(405)
    expect(headers.allow).toBe('POST')
  })

  it.each<[string, string, number]>([
    ['not json', 'no JSON', -32700],
    ['', 'nothing', -32700],
    ['{"jsonrpc":"1.0"}', 'another JSON-RPC', -32600],
    ['null', 'null', -32600],
    ['[]', 'an empty batch', -32600],
    [`{"a":${'['.repeat(50_000)}`, 'deep nesting', -32700],
  ])('with body %.20j is refused', async (body, _, code) => {
    const { url, base } = await startHttp()
    const response = await post(url, body, { token: 'a' })
    expect(response.status).toBe(400)
    expect((await answerIn(response)).error?.code).toBe(code)
    expect((await fetch(`${base}/healthz`)).status).toBe(200)
  })

  it.each(['with', 'without'])('with a body over 4 MiB %s its length is refused', async (how) => {
    const { url } = await startHttp()
    const request = httpRequest(url, { method: 'POST', headers: HEADERS })
    const chunk = Buffer.alloc(1024 * 1024, ' ')
    if (how === 'with') request.setHeader('content-length', 5 * chunk.length)
    request.on('error', () => {})
    const answered = once(request, 'response')
    for (let i = 0; i < 5; i++) request.write(chunk)
    const [response] = await answered
    expect(response.statusCode).toBe(413)
    request.destroy()
  })

  it('with a body just under 4 MiB is accepted', async () => {
    const { url } = await startHttp()
    const message = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' })
    const body = message + ' '.repeat(4 * 1024 * 1024 - message.length)
    expect((await post(url, body, { token: 'a' })).status).toBe(200)
  })

  it('to another path gets 404, and the path is not logged', async () => {
    const { base, stderr, logged } = await startHttp()
    expect((await fetch(`${base}/secret-path`)).status).toBe(404)
    await logged(({ status }) => status === 404)
    expect(stderr()).not.toContain('secret-path')
  })
})

describe('hosts and origins that the operator allows', () => {
  it('are served, and others are refused', async () => {
    const { url } = await startHttp({
      args: ['--allowed-hosts=mcp.example.com', '--allowed-origins=https://app.example.com'],
    })
    const answer = (headers: Record<string, string>) =>
      send(url, { headers: { ...HEADERS, ...headers } })
    expect((await answer({ host: 'mcp.example.com:8443' })).status).toBe(200)
    expect((await answer({ host: 'localhost' })).status).toBe(400)
    // Probes call by address, and no foreign name equals an address.
    expect((await answer({})).status).toBe(200)
    const page = { host: 'mcp.example.com', origin: 'https://app.example.com' }
    const { status, headers } = await answer(page)
    expect(status).toBe(200)
    expect(headers['access-control-allow-origin']).toBe('https://app.example.com')
    const asked = await send(url, { method: 'OPTIONS', headers: page })
    expect(asked.status).toBe(204)
    expect(asked.headers['access-control-allow-headers']).toContain('authorization')
    expect(asked.headers['access-control-allow-headers']).toContain('mcp-method, mcp-name')
  })
})
