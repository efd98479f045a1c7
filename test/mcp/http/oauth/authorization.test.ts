import { describe, expect, it } from 'vitest'
import { answerIn, call, INITIALIZE, post } from '../../../support/http.ts'
import { createPair, startIssuer } from '../../../support/issuer.ts'
import { challengeIn, startOauth } from '../../../support/oauth-server.ts'

const ALL_SCOPES = ['apify:read', 'apify:run', 'apify:write']

describe('a request without a valid access token', () => {
  it('is told where to get one, and for what', async () => {
    const { url, base, issuer } = await startOauth()
    const response = await post(url, INITIALIZE)
    expect(response.status).toBe(401)
    const { resource_metadata: metadata = '', ...rest } = challengeIn(response)
    expect(rest).toEqual({ realm: 'apify-agent-tools', scope: ALL_SCOPES.join(' ') })
    expect(metadata).toBe(`${base}/.well-known/oauth-protected-resource/mcp`)
    expect((await answerIn(response)).error?.message).toContain(issuer.url)
    const expected = {
      resource: url,
      authorization_servers: [issuer.url],
      scopes_supported: ALL_SCOPES,
      bearer_methods_supported: ['header'],
      resource_name: 'apify-agent-tools',
    }
    expect(await (await fetch(metadata)).json()).toEqual(expected)
    const root = await fetch(`${base}/.well-known/oauth-protected-resource`)
    expect(await root.json()).toEqual(expected)
  })

  it('finds a server card that asks for no header, since clients get tokens by themselves', async () => {
    const { url } = await startOauth()
    const card: unknown = await (await fetch(`${url}/server-card`)).json()
    expect(card).toMatchObject({ remotes: [{ url }] })
    expect(card).not.toHaveProperty('remotes.0.headers')
  })

  it('is not answered, and its token goes nowhere', async () => {
    const key = 'k'.repeat(32)
    const { url, fake, issuer, tokenFor, stderr } = await startOauth({
      env: { MCP_ACCESS_KEY: key },
    })
    const tokens: Record<string, string> = {
      own: fake.token,
      key,
      malformed: 'a.b.c',
      long: 'x'.repeat(9000),
      audience: await issuer.sign('https://other.example/mcp'),
      expired: await tokenFor('apify:run', { claims: { exp: 1_700_000_000 } }),
      issuer: await tokenFor('apify:run', { claims: { iss: 'https://other.example' } }),
      forged: await tokenFor('apify:run', { pair: await createPair('first') }),
      id: await tokenFor('apify:run', { typ: 'JWT' }),
    }
    for (const [name, token] of Object.entries(tokens)) {
      const response = await post(url, call(1, 'whoami'), { token })
      expect(response.status, name).toBe(401)
      expect(challengeIn(response)).toMatchObject({
        error: 'invalid_token',
        scope: ALL_SCOPES.join(' '),
      })
      expect(await response.text(), name).not.toContain(token)
      expect(stderr()).not.toContain(token)
    }
    expect(fake.requests).toEqual([])
  })

  it('is not answered under any Host that it writes', async () => {
    const { url, issuer } = await startOauth()
    const { port } = new URL(url)
    const other = Number(port) === 65_535 ? 1024 : Number(port) + 1
    // A server beside this one was given the token, and sends it on.
    const token = await issuer.sign(`http://127.0.0.1:${other}/mcp`)
    const headers = { host: `127.0.0.1:${other}`, 'x-forwarded-host': `127.0.0.1:${other}` }
    expect((await post(url, call(1, 'whoami'), { token, headers })).status).toBe(401)
  })

  it('is asked for no scope that nothing needs', async () => {
    const { url, base } = await startOauth({ args: ['--read-only'] })
    expect(challengeIn(await post(url, INITIALIZE)).scope).toBe('apify:read')
    const metadata = await fetch(`${base}/.well-known/oauth-protected-resource/mcp`)
    expect(await metadata.json()).toMatchObject({ scopes_supported: ['apify:read'] })
  })
})

describe('an access token', () => {
  it('lets its client call Apify with the token of the server, and is sent nowhere', async () => {
    const { url, fake, tokenFor, stderr } = await startOauth()
    const token = await tokenFor('apify:read')
    const { result } = await answerIn(await post(url, call(1, 'whoami'), { token }))
    expect(result?.structuredContent).toMatchObject({ username: 'alice' })
    expect(fake.requests.length).toBeGreaterThan(0)
    for (const { headers } of fake.requests) {
      expect(headers.authorization).toBe(`Bearer ${fake.token}`)
      expect(JSON.stringify(headers)).not.toContain(token)
    }
    expect(stderr()).not.toContain(token)
  })

  it('is shown in no answer', async () => {
    const { url, tokenFor } = await startOauth()
    const token = await tokenFor('apify:read')
    const response = await post(url, call(1, 'get_run', { runId: `a ${token}` }), { token })
    expect(response.status).toBe(200)
    const text = await response.text()
    expect(text).toContain('[redacted]')
    expect(text).not.toContain(token.slice(0, 60))
  })

  it('may be for the audience that the operator names', async () => {
    const { url, base, issuer } = await startOauth({
      args: ['--oauth-audience=https://mcp.example.com/mcp'],
    })
    const token = await issuer.sign('https://mcp.example.com/mcp')
    expect((await post(url, call(1, 'whoami'), { token })).status).toBe(200)
    const own = await issuer.sign(url)
    const refused = await post(url, call(1, 'whoami'), { token: own })
    expect(refused.status).toBe(401)
    const metadata = await fetch(`${base}/.well-known/oauth-protected-resource/mcp`)
    expect(await metadata.json()).toMatchObject({ resource: 'https://mcp.example.com/mcp' })
  })

  it('is accepted by each of several processes', async () => {
    const { url, tokenFor } = await startOauth({ args: ['--workers=2'] })
    const token = await tokenFor('apify:read')
    const statuses = await Promise.all(
      Array.from({ length: 8 }, async (_, id) => {
        const headers = { connection: 'close' }
        return (await post(url, call(id, 'whoami'), { token, headers })).status
      }),
    )
    expect(statuses).toEqual(Array(8).fill(200))
  })

  it('of a new key is accepted, and that of the old one no more', async () => {
    const { url, issuer, tokenFor } = await startOauth()
    const old = await tokenFor('apify:read')
    expect((await post(url, call(1, 'whoami'), { token: old })).status).toBe(200)
    await issuer.rotate()
    const token = await tokenFor('apify:read')
    expect((await post(url, call(1, 'whoami'), { token })).status).toBe(200)
    expect((await post(url, call(1, 'whoami'), { token: old })).status).toBe(401)
  })
})

describe('an issuer that cannot be reached at the start', () => {
  it('is waited for: 503 until its keys are known', async () => {
    const issuer = await startIssuer()
    issuer.stop()
    const { url, base, tokenFor, logged } = await startOauth({ issuer })
    await logged(({ msg }) => msg.includes('its keys cannot be read'))
    const token = await tokenFor('apify:read')
    const response = await post(url, call(1, 'whoami'), { token })
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('10')
    expect((await answerIn(response)).error?.message).toContain(issuer.url)
    expect((await post(url, INITIALIZE)).status).toBe(401)
    expect((await fetch(`${base}/healthz`)).status).toBe(200)
    issuer.restart()
    expect((await post(url, call(1, 'whoami'), { token })).status).toBe(200)
  })
})
