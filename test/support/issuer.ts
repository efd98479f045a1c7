import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'
import { onTestFinished } from 'vitest'
import { CERTIFICATE, KEY } from './fake-apify/certificate.ts'

/** The pair of keys that an issuer signs with. */
type Pair = Awaited<ReturnType<typeof createPair>>

export async function createPair(kid: string, alg = 'ES256') {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }
  return { kid, alg, privateKey, publicKey, jwk }
}

/** What a token differs in from a good one. A claim that is undefined is left out. */
export interface TokenParts {
  claims?: JWTPayload
  typ?: string
  /** Default: the newest of the issuer. */
  pair?: Pair
  /** The `kid` of the header. Default: that of the pair. */
  kid?: string
}

interface IssuerOptions {
  /** The path of the issuer, such as `/tenant`. */
  path?: string
  /** Under this name by TLS. Default: by http at 127.0.0.1. */
  name?: string
  port?: number
}

export type Issuer = Awaited<ReturnType<typeof startIssuer>>

/** Starts an authorization server that has metadata and keys, and signs any token. It stops after the test. */
export async function startIssuer({ path = '', name, port = 0 }: IssuerOptions = {}) {
  const requests: string[] = []
  let pairs = [await createPair('first')]
  const documents = new Map<string, unknown>()
  const answer: RequestListener = (request, response) => {
    requests.push(request.url ?? '')
    const document = documents.get(request.url ?? '')
    const body = typeof document === 'string' ? document : JSON.stringify(document)
    response.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(body)
  }
  let isDown = false
  const open = async (at: number) => {
    const server = name
      ? createTlsServer({ cert: CERTIFICATE, key: KEY }, answer)
      : createServer(answer)
    server.on('connection', (socket) => {
      if (isDown) socket.destroy()
    })
    server.listen(at, '127.0.0.1')
    await once(server, 'listening')
    return server
  }
  const server = await open(port)
  const { port: own } = server.address() as AddressInfo
  const origin = name ? `https://${name}:${own}` : `http://127.0.0.1:${own}`
  const url = `${origin}${path}`
  const publish = () =>
    documents.set('/keys', { keys: pairs.map(({ jwk }) => jwk) }) &&
    documents.set(`/.well-known/oauth-authorization-server${path}`, {
      issuer: url,
      jwks_uri: `${origin}/keys`,
    })
  publish()
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  onTestFinished(close)
  return {
    url,
    origin,
    /** What it answers, by path: JSON, or a text as it is. */
    documents,
    requests,
    pairs: () => pairs,
    /** Signs with a new pair from now on; the old ones are published no more. */
    async rotate() {
      pairs = [await createPair(`key-${requests.length + 1}-${pairs.length}`)]
      publish()
    },
    async sign(audience: string, { claims, typ = 'at+jwt', pair, kid }: TokenParts = {}) {
      const key = pair ?? pairs[0]
      if (!key) throw new Error('The issuer has no key')
      const now = Math.floor(Date.now() / 1000)
      const payload = {
        iss: url,
        sub: 'ann',
        aud: audience,
        client_id: 'client',
        iat: now,
        exp: now + 600,
        jti: crypto.randomUUID(),
        scope: 'openid apify:read',
        ...claims,
      }
      return new SignJWT(JSON.parse(JSON.stringify(payload)))
        .setProtectedHeader({ alg: key.alg, kid: kid ?? key.kid, typ })
        .sign(key.privateKey)
    },
    /** Cannot be reached from now on. It keeps its port, which others would take. */
    stop() {
      isDown = true
      server.closeAllConnections()
    },
    /** Can be reached again. */
    restart() {
      isDown = false
    },
  }
}
