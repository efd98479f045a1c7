import { ApiFailure } from './api-failure.ts'

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
 */
export function networkFailure(error: unknown, origin: string): ApiFailure {
  const tunnel = proxyAnswer(error)
  if (tunnel !== undefined) return proxyFailure(tunnel, error)
  const code = errorCode(error)
  const notSent = NOT_SENT.test(code)
  return new ApiFailure(
    notSent
      ? `Apify cannot be reached at ${origin} (${code}).`
      : `The connection to Apify broke before the response was complete${code ? ` (${code})` : ''}.`,
    notSent
      ? 'Check the network, APIFY_API_BASE_URL and HTTPS_PROXY, then call again.'
      : 'Call again in a moment.',
    notSent ? 'not-sent' : 'lost',
    undefined,
    undefined,
    { cause: error },
  )
}

/** Returns the code of an error or of its causes; an empty string if there is none. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  return errorCode(error.cause)
}

/** Returns the status with which a proxy refused a tunnel; undici has it in the message only. */
function proxyAnswer(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined
  const status = /^Proxy response \((\d+)\)/.exec(error.message)?.[1]
  return status === undefined ? proxyAnswer(error.cause) : Number(status)
}

/** Returns the error of a refused tunnel. Nothing was sent. With a 407 there is no point in a retry. */
function proxyFailure(status: number, cause: unknown): ApiFailure {
  return new ApiFailure(
    `The proxy in HTTPS_PROXY refused the connection to Apify (${status}).`,
    status === 407
      ? 'Put the correct user and password into HTTPS_PROXY and restart the server.'
      : 'Check HTTPS_PROXY, or add the host to NO_PROXY if it needs no proxy.',
    'not-sent',
    status === 407 ? status : undefined,
    undefined,
    { cause },
  )
}
