import { ApiFailure } from './api-failure.ts'

/** Why an attempt ends that has taken its time. */
export function givenUp(): Error {
  return Object.assign(new Error('The answer took too long.'), { code: 'ETIMEDOUT' })
}

/** Codes of failures before a request was written: name look-up, connecting, TLS. */
const REFUSED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_.*|ERR_TLS.*|.*SELF_SIGNED.*|UNABLE_TO_.*|EPROTO|ERR_SSL.*)$/

/** @param error what undici or a stream threw; its text is used only as a short code */
export function networkFailure(error: unknown, origin: string): ApiFailure {
  const tunnel = proxyAnswer(error)
  if (tunnel !== undefined) return proxyFailure(tunnel, error)
  const code = errorCode(error)
  const refused = REFUSED.test(code)
  return new ApiFailure(
    refused
      ? `Apify cannot be reached at ${origin} (${code}).`
      : `The connection to Apify broke before the answer was complete${code ? ` (${code})` : ''}.`,
    refused
      ? 'Check the network, APIFY_API_BASE_URL and HTTPS_PROXY, then call again.'
      : 'Call again in a moment.',
    refused ? 'not-sent' : 'lost',
    undefined,
    undefined,
    { cause: error },
  )
}

export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  return errorCode(error.cause)
}

/** The status with which a proxy refused a tunnel, which undici tells in words only. */
function proxyAnswer(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined
  const status = /^Proxy response \((\d+)\)/.exec(error.message)?.[1]
  return status === undefined ? proxyAnswer(error.cause) : Number(status)
}

/** Nothing was sent. A proxy that wants other credentials will want them again. */
function proxyFailure(status: number, cause: unknown): ApiFailure {
  return new ApiFailure(
    `The proxy that HTTPS_PROXY names did not let the server through to Apify (${status}).`,
    status === 407
      ? 'Put the right user and password into HTTPS_PROXY and restart the server.'
      : 'Check HTTPS_PROXY, or name the host in NO_PROXY where none is needed.',
    'not-sent',
    status === 407 ? status : undefined,
    undefined,
    { cause },
  )
}
