import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import type { HttpConfig } from '../../config/http-flags.ts'
import { isBearerToken } from '../../shared/bearer-token.ts'
import { HttpError } from './http-error.ts'

/** Where clients learn how to authenticate (RFC 9728). */
export const METADATA_PATH = '/.well-known/oauth-protected-resource'
export const MCP_PATH = '/mcp'

/** Who calls: a digest by which calls are kept apart, and the token to call Apify with. */
export interface Tenant {
  digest: string
  /** Present where the client brought its own. */
  token?: string
}

/** @throws {HttpError} 400 where the name is not one under which the server is reached (DNS rebinding) */
export function checkHost(request: IncomingMessage, { allowedHosts }: HttpConfig): void {
  const name = hostName(request)
  if (name !== undefined && (!allowedHosts || allowedHosts.includes(name))) return
  // An address is what no foreign name resolves to: probes of orchestrators call by it.
  const bare = name?.replace(/^\[|\]$/g, '')
  const reached = request.socket.localAddress?.replace(/^::ffff:/, '')
  if (bare !== undefined && isIP(bare) !== 0 && bare === reached) return
  throw new HttpError(
    400,
    'The Host header does not name this server. The operator can add names with --allowed-hosts.',
  )
}

/** A name or address in brackets, and maybe a port. */
const HOST = /^([\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/

function hostName({ headers: { host = '' } }: IncomingMessage): string | undefined {
  return HOST.exec(host.toLowerCase())?.[1]
}

/**
 * Lets the pages of allowed origins read the answers (CORS).
 * @throws {HttpError} 403 for a page of any other origin
 */
export function checkOrigin(
  request: IncomingMessage,
  response: ServerResponse,
  { allowedOrigins }: HttpConfig,
): void {
  const { origin, host } = request.headers
  if (origin === undefined) return
  const own = origin === `http://${host}` || origin === `https://${host}`
  if (!own && !allowedOrigins.includes(origin)) {
    throw new HttpError(
      403,
      'Web pages from this Origin may not call the server. The operator can add origins with --allowed-origins.',
    )
  }
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('vary', 'origin')
  response.setHeader('access-control-expose-headers', 'mcp-session-id, www-authenticate')
}

/** Answers the question of a browser whether its page may send a request. */
export function answerPreflight(response: ServerResponse, methods: string): void {
  response.writeHead(204, {
    allow: methods,
    'access-control-allow-methods': methods,
    'access-control-allow-headers':
      'authorization, content-type, accept, mcp-session-id, mcp-protocol-version, mcp-method, mcp-name, last-event-id',
    'access-control-max-age': '600',
  })
  response.end()
}

/** Names of parameters that carry credentials in URLs, where proxies and logs keep them. */
const CREDENTIAL = /(?:token|key|secret|authorization|bearer|password)$/i

/** @throws {HttpError} 400 where a credential stands in the URL */
export function checkQuery({ url = '' }: IncomingMessage): void {
  const start = url.indexOf('?')
  if (start < 0) return
  const query = new URLSearchParams(url.slice(start))
  if (![...query.keys()].some((name) => CREDENTIAL.test(name))) return
  throw new HttpError(
    400,
    'The URL contains a credential, and logs keep URLs. Replace it with a new one, and send that as `Authorization: Bearer`.',
  )
}

/** @throws {HttpError} 401 that says where clients learn how to authenticate */
export function authenticate(request: IncomingMessage, { access }: HttpConfig): Tenant {
  if (access.kind === 'open') return { digest: 'open' }
  const { authorization } = request.headers
  if (authorization === undefined) throw unauthorized(request, missing(access.kind))
  const credential = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1] ?? ''
  const digest = sha256(credential)
  if (access.kind === 'key') {
    if (timingSafeEqual(digest, sha256(access.key))) return { digest: 'key' }
    throw unauthorized(request, `The access key is wrong. ${missing('key')}`, 'invalid_token')
  }
  if (credential.length <= MAX_TOKEN_CHARS && isBearerToken(credential))
    return { digest: digest.toString('base64url'), token: credential }
  throw unauthorized(
    request,
    `The bearer token is malformed. ${missing(access.kind)}`,
    'invalid_token',
  )
}

/** Far longer than any token of Apify, OAuth tokens included. */
const MAX_TOKEN_CHARS = 4096

function missing(kind: 'token' | 'key'): string {
  return kind === 'key'
    ? 'Send the access key of this server as `Authorization: Bearer`.'
    : 'Send your Apify API token as `Authorization: Bearer`. You find it at https://console.apify.com/settings/integrations.'
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function unauthorized(request: IncomingMessage, message: string, error?: string): HttpError {
  const parts = [
    'realm="apify-agent-tools"',
    ...(error ? [`error="${error}"`] : []),
    `resource_metadata="${baseUrl(request)}${METADATA_PATH}${MCP_PATH}"`,
  ]
  return new HttpError(401, message, {
    headers: { 'www-authenticate': `Bearer ${parts.join(', ')}` },
  })
}

/** The metadata of a protected resource, RFC 9728, section 2. */
export function resourceMetadata(request: IncomingMessage, { oauthIssuer }: HttpConfig) {
  return {
    resource: `${baseUrl(request)}${MCP_PATH}`,
    resource_name: 'apify-agent-tools',
    bearer_methods_supported: ['header'],
    ...(oauthIssuer !== undefined && { authorization_servers: [oauthIssuer] }),
  }
}

/** The server as the client addressed it; a proxy that ends TLS says so in the usual header. */
function baseUrl({ headers }: IncomingMessage): string {
  const secure = String(headers['x-forwarded-proto'] ?? '').split(',', 1)[0] === 'https'
  return `http${secure ? 's' : ''}://${headers.host}`
}
