import { createHmac } from 'node:crypto'
import { createLocalJWKSet, exportSPKI, type JWTPayload } from 'jose'
import { describe, expect, it } from 'vitest'
import { TokenError, verifyToken } from '../../../../src/mcp/http/oauth/verify-token.ts'
import { createPair, type Issuer, startIssuer, type TokenParts } from '../../../support/issuer.ts'

const AUDIENCE = 'https://mcp.example.com/mcp'

function verify(issuer: Issuer, token: string, audiences = [AUDIENCE]) {
  const findKey = createLocalJWKSet({ keys: issuer.pairs().map(({ jwk }) => jwk) })
  return verifyToken(token, { issuer: issuer.url, audiences, findKey })
}

/** Returns a token without any signature, or with one of a secret. */
function forged(header: object, payload: object, secret?: string): string {
  const [head, body] = [header, payload].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  const signed = `${head}.${body}`
  const signature =
    secret === undefined ? '' : createHmac('sha256', secret).update(signed).digest('base64url')
  return `${signed}.${signature}`
}

const now = () => Math.floor(Date.now() / 1000)

describe('an access token', () => {
  it.each(['at+jwt', 'application/at+jwt', 'AT+JWT'])('of the type %s is accepted', async (typ) => {
    const issuer = await startIssuer()
    const token = await issuer.sign(AUDIENCE, { typ })
    expect([...(await verify(issuer, token)).scopes]).toEqual(['apify:read'])
  })

  it('may be for several audiences, and be a few seconds too old or too new', async () => {
    const issuer = await startIssuer()
    const claims = { aud: ['https://other.example', AUDIENCE], exp: now() - 2, nbf: now() + 5 }
    await verify(issuer, await issuer.sign(AUDIENCE, { claims }))
  })

  it.each(['ES256', 'ES384', 'RS256', 'PS512', 'EdDSA'])(
    'signed by %s is accepted',
    async (alg) => {
      const issuer = await startIssuer()
      const pair = await createPair('other', alg)
      const findKey = createLocalJWKSet({ keys: [pair.jwk] })
      const token = await issuer.sign(AUDIENCE, { pair })
      await verifyToken(token, { issuer: issuer.url, audiences: [AUDIENCE], findKey })
    },
  )

  it.each<[what: string, parts: (issuer: Issuer) => TokenParts, reason: RegExp]>([
    ['expired', () => ({ claims: { exp: now() - 60 } }), /has expired/],
    ['without an end', () => ({ claims: { exp: undefined } as JWTPayload }), /lacks `exp`/],
    ['not valid yet', () => ({ claims: { nbf: now() + 60 } }), /is not valid yet/],
    ['for another audience', () => ({ claims: { aud: 'https://a.example/mcp' } }), /\(`aud`\)/],
    ['for a part of the address', () => ({ claims: { aud: 'https://mcp.example.com' } }), /`aud`/],
    ['for no audience', () => ({ claims: { aud: undefined } as JWTPayload }), /`aud`/],
    ['of another issuer', () => ({ claims: { iss: 'https://evil.example' } }), /\(`iss`\)/],
    ['of an issuer with a slash', ({ url }) => ({ claims: { iss: `${url}/` } }), /\(`iss`\)/],
    ['without a subject', () => ({ claims: { sub: undefined } as JWTPayload }), /lacks `sub`/],
    ['with an empty subject', () => ({ claims: { sub: '' } }), /names no subject/],
    ['with a key that is not known', () => ({ kid: 'other' }), /not signed by a key/],
    ['of the type of ID tokens', () => ({ typ: 'JWT' }), /not of the type at\+jwt/],
    ['of the type of logout tokens', () => ({ typ: 'logout+jwt' }), /not of the type at\+jwt/],
  ])('%s is refused', async (_, parts, reason) => {
    const issuer = await startIssuer()
    const token = await issuer.sign(AUDIENCE, parts(issuer))
    const refused = verify(issuer, token)
    await expect(refused).rejects.toThrow(TokenError)
    await expect(refused).rejects.toThrow(reason)
  })

  it('of another key with the same name is refused', async () => {
    const issuer = await startIssuer()
    const token = await issuer.sign(AUDIENCE, { pair: await createPair('first') })
    await expect(verify(issuer, token)).rejects.toThrow(/not signed by a key of the issuer/)
  })

  it.each(['none', 'HS256', 'None'])('with the algorithm %s is refused', async (alg) => {
    const issuer = await startIssuer()
    const [pair] = issuer.pairs()
    if (!pair) throw new Error('The issuer has no key')
    const payload = JSON.parse(
      Buffer.from((await issuer.sign(AUDIENCE)).split('.')[1] ?? '', 'base64url').toString(),
    )
    // The public key is known to all: as the secret of an HMAC it proves nothing.
    for (const secret of [undefined, await exportSPKI(pair.publicKey), JSON.stringify(pair.jwk)]) {
      const token = forged({ alg, kid: pair.kid, typ: 'at+jwt' }, payload, secret)
      await expect(verify(issuer, token)).rejects.toThrow(TokenError)
    }
  })

  it.each(['', 'a', 'a.b.c', 'a.b.c.d.e', 'apify_api_abcdefghijklmnopqrst', '..', '{}.{}.x'])(
    '%j is none',
    async (token) => {
      const issuer = await startIssuer()
      await expect(verify(issuer, token)).rejects.toThrow('is not an access token (JWT).')
    },
  )
})

describe('the subject', () => {
  it('is the same for each token of one subject, and shows nothing of it', async () => {
    const issuer = await startIssuer()
    const subjectOf = async (claims: JWTPayload = {}) =>
      (await verify(issuer, await issuer.sign(AUDIENCE, { claims }))).subject
    const first = await subjectOf()
    expect(first).toMatch(/^[\w-]{43}$/)
    expect(await subjectOf({ scope: 'apify:run', exp: now() + 60 })).toBe(first)
    expect(await subjectOf({ sub: 'bob' })).not.toBe(first)
  })

  it('differs between issuers', async () => {
    const [one, other] = [await startIssuer(), await startIssuer()]
    const subjects = await Promise.all(
      [one, other].map(async (each) => verify(each, await each.sign(AUDIENCE))),
    )
    expect(subjects[0]?.subject).not.toBe(subjects[1]?.subject)
  })
})
