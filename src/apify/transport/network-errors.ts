import { ApiFailure } from './api-failure.ts'
import { TunnelError } from './proxy-tunnel.ts'

/** Returns the error of an attempt that took too long. */
export function timeoutError(): Error {
  return Object.assign(new Error('The response took too long.'), { code: 'ETIMEDOUT' })
}

/** Codes of failures before a request was sent: DNS, connecting, TLS. */
const NOT_SENT =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_.*|ERR_TLS.*|.*SELF_SIGNED.*|UNABLE_TO_.*|EPROTO|ERR_SSL.*)$/

/**
 * Returns the error of a request that got no complete response.
 *
 * @param error what undici or a stream threw; only its code is shown
 * @param origin scheme, host and port of the API
 * @param isLocal whether it is the local platform, which a call starts again
 */
export function networkFailure(error: unknown, origin: string, isLocal = false): ApiFailure {
  const ofProxy = proxyFailure(error, origin)
  if (ofProxy) return ofProxy
  const code = errorCode(error)
  const notSent = NOT_SENT.test(code) && !wasConnected(error)
  return new ApiFailure(
    notSent
      ? `The ${isLocal ? 'local platform' : 'API'} cannot be reached at ${origin} (${code}).`
      : `The connection to the API broke before the response was complete${code ? ` (${code})` : ''}.`,
    notSent && !isLocal
      ? 'Check the network, APIFY_API_BASE_URL and HTTPS_PROXY, then call again.'
      : 'Call again in a moment.',
    notSent ? 'not-sent' : 'lost',
    undefined,
    undefined,
    { cause: error },
  )
}

/** Returns whether a host became unreachable on a connection that was open, so that a request may be sent. */
function wasConnected(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (!('code' in error)) return wasConnected(error.cause)
  const isOpen = 'syscall' in error && (error.syscall === 'read' || error.syscall === 'write')
  return isOpen && /UNREACH$/.test(String(error.code))
}

/** Returns the code of an error or of its causes; an empty string if there is none. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  return errorCode(error.cause)
}

/** Returns the error of a proxy among an error and its causes. */
function tunnelError(error: unknown): TunnelError | undefined {
  if (error instanceof TunnelError) return error
  return error instanceof Error ? tunnelError(error.cause) : undefined
}

/**
 * Returns the error of a tunnel that was not opened; undefined if it is not the proxy that failed. With a 407 there
 * is no point in a retry.
 */
export function proxyFailure(error: unknown, origin: string): ApiFailure | undefined {
  const cause = tunnelError(error)
  if (!cause) return undefined
  const { host, status } = cause
  const { variable } = cause.proxy
  const code = errorCode(cause)
  // A proxy may close the connection where it cannot reach the API.
  const silent = code === 'ECONNRESET' ? 'gave no answer' : 'cannot be reached'
  return new ApiFailure(
    status === undefined
      ? `The proxy in ${variable} ${silent} (${code === '' ? host : `${host}, ${code}`}).`
      : `The proxy in ${variable} refused the connection to ${origin} (${host} answered ${status}).`,
    status === 407
      ? `Put the correct user and password into ${variable} and restart the server.`
      : `Check ${variable}, or add the host to NO_PROXY if it needs no proxy, and restart the server.`,
    'not-sent',
    status === 407 ? status : undefined,
    undefined,
    { cause },
  )
}
