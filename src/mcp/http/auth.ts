import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Access, HttpConfig } from '../../config/http-flags.ts'
import type { OauthAccess } from '../../config/oauth-flags.ts'
import { isBearerToken } from '../../shared/bearer-token.ts'
import { clientNetwork } from './client-network.ts'
import { HttpError } from './http-error.ts'
import type { Scopes } from './oauth/scopes.ts'
import { sha256 } from './sha256.ts'

/** The path of the metadata that says how to authenticate (RFC 9728). */
export const METADATA_PATH = '/.well-known/oauth-protected-resource'
export const MCP_PATH = '/mcp'

/** The client that calls: a digest that tells clients apart, and its token for Apify. */
export interface Tenant {
  digest: string
  /** Undefined if the client brought none of its own. */
  token?: string
  /** Where a client without a token comes from, if clients may be without: each network has its own shares. */
  network?: string
  /** Whom its access token names, if an authorization server gave it one, and that token. */
  subject?: { name: string; accessToken: string }
  /** What that token allows. */
  scopes?: Scopes
}

/** Tells clients apart, and tells them how to authenticate. */
export interface Authenticator {
  /** @throws {HttpError} 401 with a link to the metadata */
  authenticate(request: IncomingMessage): Tenant | Promise<Tenant>
  /** Returns the metadata of the protected resource (RFC 9728, section 2). */
  metadata(request: IncomingMessage): object
}

/** Creates what authenticates clients without an authorization server. */
function ownAuthenticator(access: OwnAccess): Authenticator {
  return {
    authenticate: (request) => authenticate(request, access),
    metadata: resourceMetadata,
  }
}

/**
 * Returns what authenticates clients: the guard, if there is one.
 * @param guard checks the tokens of an authorization server
 */
export function authenticatorOf(
  { access }: Pick<HttpConfig, 'access'>,
  guard: Authenticator | undefined,
): Authenticator {
  if (guard) return guard
  if (access.kind !== 'oauth') return ownAuthenticator(access)
  throw new Error('Access tokens cannot be checked.')
}

/** Returns whether a client is told apart from others. */
export function isNamed({ token, network, subject }: Tenant): boolean {
  return token !== undefined || network !== undefined || subject !== undefined
}

/** Access that this server decides on alone. */
type OwnAccess = Exclude<Access, OauthAccess>

/** Returns the name under which the shares of a tenant are counted. */
export function sharesName({ digest, network }: Tenant): string {
  return network === undefined ? digest : `${digest} ${network}`
}

/**
 * Returns the client that calls.
 * @throws {HttpError} 401 with a link to the metadata that says how to authenticate
 */
export function authenticate(request: IncomingMessage, access: OwnAccess): Tenant {
  if (access.kind === 'open') return { digest: 'open' }
  const { authorization } = request.headers
  if (authorization === undefined) {
    if (access.kind === 'token' && access.isOptional)
      return { digest: 'no-token', network: clientNetwork(request.socket.remoteAddress) }
    throw unauthorized(request, missingCredential(access))
  }
  const credential = bearerCredential(request) ?? ''
  const digest = sha256(credential)
  if (access.kind === 'key') {
    if (timingSafeEqual(digest, sha256(access.key))) return { digest: 'key' }
    throw unauthorized(
      request,
      `The access key is wrong. ${missingCredential(access)}`,
      'invalid_token',
    )
  }
  if (credential.length <= MAX_TOKEN_CHARS && isBearerToken(credential))
    return { digest: digest.toString('base64url'), token: credential }
  throw unauthorized(
    request,
    `The bearer token is malformed. ${missingCredential(access)}`,
    'invalid_token',
  )
}

/** Returns what follows `Bearer` in the header Authorization. */
export function bearerCredential({ headers }: IncomingMessage): string | undefined {
  return /^Bearer +(\S+)$/i.exec(headers.authorization?.trim() ?? '')?.[1]
}

/** The maximum length of a token; tokens of Apify are far shorter. */
const MAX_TOKEN_CHARS = 4096

/** Returns what to send as a credential. */
export function missingCredential(access: Exclude<Access, { kind: 'open' }>): string {
  if (access.kind === 'oauth')
    return `Send an access token of ${access.issuer} as \`Authorization: Bearer\`.`
  return access.kind === 'key'
    ? 'Send the access key of this server as `Authorization: Bearer`.'
    : 'Send your Apify API token as `Authorization: Bearer`. Find it at https://console.apify.com/settings/integrations.'
}

function unauthorized(request: IncomingMessage, message: string, error?: string): HttpError {
  const parts = [
    'realm="apify-agent-tools"',
    ...(error ? [`error="${error}"`] : []),
    `resource_metadata="${ownUrl(request)}${METADATA_PATH}${MCP_PATH}"`,
  ]
  return new HttpError(401, message, {
    headers: { 'www-authenticate': `Bearer ${parts.join(', ')}` },
  })
}

/** Returns the metadata of a protected resource (RFC 9728, section 2), without an authorization server. */
export function resourceMetadata(request: IncomingMessage) {
  return {
    resource: `${ownUrl(request)}${MCP_PATH}`,
    resource_name: 'apify-agent-tools',
    bearer_methods_supported: ['header'],
  }
}

/** Returns the URL of the server as the client wrote it; a proxy that ends TLS sets x-forwarded-proto. */
export function ownUrl({ headers }: IncomingMessage): string {
  const secure = String(headers['x-forwarded-proto'] ?? '').split(',', 1)[0] === 'https'
  return `http${secure ? 's' : ''}://${headers.host}`
}
