import { createHmac, createPublicKey } from 'node:crypto'
import { importJWK, type JWTPayload, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { call, post, startHttp } from '../support/http.ts'
import { seed } from '../support/seeded-server.ts'
import { NEW_NODE } from './client.ts'
import { authorized, connectOauth, OauthClient } from './oauth/oauth-client.ts'
import {
  CLIENT_URL,
  REGISTERED,
  startAuthorizationServer,
} from './oauth/start-authorization-server.ts'

const ALL_SCOPES = 'apify:read apify:run apify:write'

/** Starts an authorization server, and a server that accepts its tokens. */
async function start() {
  const [authority, fake] = await Promise.all([startAuthorizationServer(), seed()])
  const args = ['--shared-token', `--oauth-issuer=${authority.issuer}`]
  const server = await startHttp({ fake, args, env: { APIFY_TOKEN: fake.token } })
  return { ...server, authority, fake }
}

/** Returns the access token that a client has got. */
function tokenOf(provider: OauthClient): string {
  return provider.tokens()?.access_token ?? ''
}

function partsOf(token: string): { header: Record<string, unknown>; payload: JWTPayload } {
  const [header, payload] = token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))
  return { header, payload }
}

const whoami = (url: string, token: string) => post(url, call(1, 'whoami'), { token })

describe.skipIf(NEW_NODE.skipReason !== undefined)('oidc-provider', () => {
  it.each([
    ['was registered before', { clientId: REGISTERED }, REGISTERED],
    ['has its metadata at an address', { clientUrl: CLIENT_URL }, CLIENT_URL],
    ['registers itself', {}, undefined],
  ])('authorizes a client that %s', async (_, options, id) => {
    const { url, authority, fake } = await start()
    const provider = new OauthClient(options)
    const { client } = await connectOauth(url, provider)
    const { structuredContent } = await client.callTool({ name: 'whoami' })
    expect(structuredContent).toMatchObject({ username: 'alice' })
    const { searchParams, origin } = provider.visited[0] ?? new URL('none:')
    expect(origin).toBe(authority.issuer)
    expect(searchParams.get('code_challenge_method')).toBe('S256')
    expect(searchParams.get('resource')).toBe(url)
    expect(searchParams.get('scope')).toBe(ALL_SCOPES)
    if (id !== undefined) expect(searchParams.get('client_id')).toBe(id)
    const { header, payload } = partsOf(tokenOf(provider))
    expect(header.typ).toBe('at+jwt')
    expect(payload).toMatchObject({ iss: authority.issuer, aud: url, sub: 'ann' })
    for (const { headers } of fake.requests)
      expect(headers.authorization).toBe(`Bearer ${fake.token}`)
  })

  it('refreshes a token that is not accepted any more, without the person', async () => {
    const { url } = await start()
    const provider = new OauthClient()
    const { client } = await connectOauth(url, provider)
    const first = provider.tokens()
    if (!first) throw new Error('The client has no token')
    provider.saveTokens({ ...first, access_token: 'an.old.token' })
    await client.callTool({ name: 'whoami' })
    expect(provider.visited).toHaveLength(1)
    expect(tokenOf(provider)).not.toBe('an.old.token')
    expect(partsOf(tokenOf(provider)).payload.sub).toBe('ann')
  })

  it('is asked for more when a call needs a scope that the token lacks', async () => {
    const { url, fake } = await start()
    const provider = new OauthClient({ refreshes: false })
    const asked = provider.redirectToAuthorization.bind(provider)
    // At first the client asks for less than the server names.
    provider.redirectToAuthorization = (to) => {
      if (provider.visited.length === 0) to.searchParams.set('scope', 'apify:read')
      asked(to)
    }
    const { client, transport } = await connectOauth(url, provider)
    const names = async () => (await client.listTools()).tools.map(({ name }) => name)
    expect(await names()).not.toContain('push_dataset_items')
    const args = { datasetId: 'data1', items: [{ a: 1 }] }
    const result = await authorized(transport, provider, () =>
      client.callTool({ name: 'push_dataset_items', arguments: args }),
    )
    expect(result.isError).toBeFalsy()
    expect(provider.visited[1]?.searchParams.get('scope')).toBe('apify:read apify:write')
    expect(fake.sent('POST /v2/datasets/data1/items')).toHaveLength(1)
    expect(await names()).toContain('push_dataset_items')
    expect(await names()).not.toContain('run_actor')
  })

  it('signs with another key, which is accepted, and the old one no more', async () => {
    const { url, authority } = await start()
    const [old, next] = [new OauthClient(), new OauthClient()]
    await connectOauth(url, old)
    await authority.rotate()
    await connectOauth(url, next)
    expect((await whoami(url, tokenOf(next))).status).toBe(200)
    expect((await whoami(url, tokenOf(old))).status).toBe(401)
  })

  it('gives a token for another resource, which is refused', async () => {
    const { url } = await start()
    const other = 'http://127.0.0.1:9/mcp'
    const provider = new OauthClient({ resource: other })
    await expect(connectOauth(url, provider)).rejects.toThrow()
    expect(partsOf(tokenOf(provider)).payload.aud).toBe(other)
    const response = await whoami(url, tokenOf(provider))
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"')
  })

  it('signs nothing else that is accepted', async () => {
    const { url, authority, fake } = await start()
    const provider = new OauthClient()
    await connectOauth(url, provider)
    const { header, payload } = partsOf(tokenOf(provider))
    const key = await importJWK(authority.key(), 'RS256')
    const sign = (claims: JWTPayload, typ = 'at+jwt') =>
      new SignJWT({ ...payload, ...claims })
        .setProtectedHeader({ ...header, alg: 'RS256', typ })
        .sign(key)
    const { n = '', e = '', kty = '' } = authority.key()
    const pem = createPublicKey({ key: { kty, n, e }, format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    })
    const tokens = {
      expired: await sign({ exp: 1_700_000_000 }),
      issuer: await sign({ iss: 'https://auth.example.com' }),
      audience: await sign({ aud: `${url}/other` }),
      id: await sign({}, 'JWT'),
      none: `${encode({ ...header, alg: 'none' })}.${encode(payload)}.`,
      hmac: hmac({ ...header, alg: 'HS256' }, payload, String(pem)),
      apify: fake.token,
    }
    expect((await whoami(url, await sign({}))).status).toBe(200)
    for (const [name, token] of Object.entries(tokens))
      expect((await whoami(url, token)).status, name).toBe(401)
    expect((await post(url, call(1, 'whoami'))).status).toBe(401)
    expect((await whoami(url, await sign({ scope: 'openid' }))).status).toBe(403)
  })
})

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

function hmac(header: object, payload: object, secret: string): string {
  const text = `${encode(header)}.${encode(payload)}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}
