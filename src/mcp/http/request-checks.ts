import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { HttpConfig } from '../../config/http-flags.ts'
import type { ClientResponse } from './client-response.ts'
import { HttpError } from './http-error.ts'
import { NARROWING_HEADERS } from './narrowing.ts'

/**
 * Checks the header Host, against DNS rebinding.
 * @throws {HttpError} 400 if it does not name this server
 */
export function checkHost(request: IncomingMessage, { allowedHosts }: HttpConfig): void {
  const name = hostName(request)
  if (name !== undefined && (!allowedHosts || allowedHosts.includes(name))) return
  // The address of this socket is safe too, as no foreign name equals it. Orchestrators probe by it.
  const address = name?.replace(/^\[|\]$/g, '')
  const localAddress = request.socket.localAddress?.replace(/^::ffff:/, '')
  if (address !== undefined && isIP(address) !== 0 && address === localAddress) return
  throw new HttpError(
    400,
    'The Host header does not name this server. The operator can add names with --allowed-hosts.',
  )
}

/** A name or an address in brackets, and an optional port. */
const HOST = /^([\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/

/** Returns the name of the header Host without its port, in lower case; undefined if it is malformed. */
export function hostName({ headers: { host = '' } }: IncomingMessage): string | undefined {
  return HOST.exec(host.toLowerCase())?.[1]
}

/**
 * Lets pages from allowed origins read the answers (CORS).
 * @throws {HttpError} 403 for a page from another origin
 */
export function checkOrigin(
  request: IncomingMessage,
  response: ClientResponse,
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

/** What a web page may send beside what every request has. */
const ALLOWED_HEADERS = [
  'authorization',
  'content-type',
  'accept',
  'mcp-session-id',
  'mcp-protocol-version',
  'mcp-method',
  'mcp-name',
  'last-event-id',
  'if-none-match',
  ...NARROWING_HEADERS.map((name) => name.toLowerCase()),
]

/** Answers the preflight request of a browser (CORS). */
export function answerPreflight(response: ClientResponse, methods: string): void {
  response.writeHead(204, {
    allow: methods,
    'access-control-allow-methods': methods,
    'access-control-allow-headers': ALLOWED_HEADERS.join(', '),
    'access-control-max-age': '600',
  })
  response.end()
}

/** Names of URL parameters that hold credentials. Proxies and logs keep URLs. */
const CREDENTIAL = /(?:token|key|secret|authorization|bearer|password)$/i

/**
 * Checks the query of a URL.
 * @throws {HttpError} 400 if it contains a credential
 */
export function checkQuery({ url = '' }: IncomingMessage): void {
  const start = url.indexOf('?')
  if (start < 0) return
  const query = new URLSearchParams(url.slice(start))
  if (![...query.keys()].some((name) => CREDENTIAL.test(name))) return
  throw new HttpError(
    400,
    'The URL contains a credential, and logs keep URLs. Revoke it, and send a new one as `Authorization: Bearer`.',
  )
}
