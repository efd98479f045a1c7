import { openPool } from '../apify/transport/connection-pool.ts'
import { discardRest } from '../apify/transport/discard-rest.ts'
import { decoded } from '../apify/transport/encoding.ts'
import { errorCode, proxyFailure, timeoutError } from '../apify/transport/network-errors.ts'
import type { ReadDocument } from '../mcp/http/oauth/discovery.ts'
import type { ChooseProxy } from '../shared/http-proxy.ts'
import { decodeJson } from '../shared/json.ts'
import { limitSignal } from '../shared/limit-signal.ts'
import { readBytes } from '../shared/read-bytes.ts'
import { VERSION } from '../shared/version.ts'

/** How long an issuer may take for a document, in milliseconds. */
const TIMEOUT_MS = 5000
/** In bytes. Documents of issuers have a few thousand. */
const MAX_BYTES = 256 * 1024
/** Sockets to the issuer, and to where its keys are. */
const CONNECTIONS = 2

type Pool = ReturnType<typeof openPool>

/**
 * Creates what reads the documents of an issuer, through the proxies of the server. No redirect is followed.
 * @param proxyFor default: no proxy
 */
export function issuerDocuments(
  proxyFor?: ChooseProxy,
  timeoutMs = TIMEOUT_MS,
): { read: ReadDocument; close(): Promise<void> } {
  const pool = openPool(CONNECTIONS, proxyFor)
  return { read: (url) => readDocument(pool, new URL(url), timeoutMs), close: () => pool.destroy() }
}

async function readDocument(pool: Pool, url: URL, timeoutMs: number): Promise<unknown> {
  const { origin, pathname, search } = url
  const { signal, stop } = limitSignal(new AbortController().signal, timeoutMs, timeoutError)
  try {
    const { statusCode, headers, body } = await pool.request({
      origin,
      path: `${pathname}${search}`,
      method: 'GET',
      headers: {
        'user-agent': `apify-agent-tools/${VERSION}`,
        accept: 'application/json',
        'accept-encoding': 'br, gzip, deflate',
      },
      signal,
    })
    const stream = decoded(body, [headers['content-encoding']].flat()[0])
    try {
      if (statusCode !== 200) return undefined
      const { bytes, whole } = await readBytes(stream, MAX_BYTES)
      return whole ? decodeJson(bytes.toString('utf8')) : undefined
    } finally {
      discardRest(body)
      stream.on('error', () => {}).destroy()
    }
  } catch (error) {
    throw unreachable(error, url)
  } finally {
    stop()
  }
}

/** Returns an error for the operator. Only the code of the cause is shown. */
function unreachable(cause: unknown, { host, origin }: URL): Error {
  const proxy = proxyFailure(cause, origin)
  if (proxy) return new Error(proxy.message, { cause })
  const code = errorCode(cause)
  return new Error(`${host} cannot be reached${code && ` (${code})`}.`, { cause })
}
