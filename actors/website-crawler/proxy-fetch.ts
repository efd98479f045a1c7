import {
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type Socket } from 'node:net'
import { pipeline, Readable } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

/** What the crawl needs of a response. */
export interface PageResponse {
  status: number
  headers: Headers
  body: ReadableStream<Uint8Array> | null
}

interface Options {
  headers: Record<string, string>
  signal: AbortSignal
}

/**
 * Makes a GET request through a proxy: http URLs as proxy requests, https URLs through a tunnel. Each
 * has a connection of its own, so that a proxy can choose another address for each. `fetch` takes no
 * proxy, and undici, which has one for it, would make the Actor three times as large.
 * @throws {Error} that names the proxy, if it is the proxy that failed
 */
export async function fetchThrough(
  proxy: URL,
  address: string,
  { headers, signal }: Options,
): Promise<PageResponse> {
  const url = new URL(address)
  const sent = { ...headers, host: url.host, 'accept-encoding': 'gzip, deflate, br' }
  const options = { headers: sent, signal, agent: false }
  const path = url.pathname + url.search
  try {
    if (url.protocol === 'http:') {
      return readable(await ask(proxy, { ...options, path: url.origin + path }))
    }
    const socket = await openTunnel(proxy, url, signal)
    const servername = isIP(hostOf(url)) ? '' : url.hostname
    const createConnection = () => connectTls({ socket, servername })
    // An agent would open a connection of its own.
    const throughTunnel = { ...options, agent: undefined, path, createConnection }
    return readable(await responseOf(httpsRequest(throughTunnel)))
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  }
}

async function openTunnel(proxy: URL, url: URL, signal: AbortSignal): Promise<Socket> {
  const path = `${url.hostname}:${url.port || 443}`
  const options = { method: 'CONNECT', path, headers: { host: path }, signal, agent: false }
  const { socket } = await ask(proxy, options)
  return socket
}

/**
 * Sends a request to the proxy itself.
 * @throws {Error} that names the proxy
 */
async function ask(proxy: URL, options: RequestOptions): Promise<IncomingMessage> {
  const host = hostOf(proxy)
  const secure = proxy.protocol === 'https:'
  const port = proxy.port || (secure ? 443 : 80)
  const address = { host, port, servername: isIP(host) ? '' : host }
  const headers = { ...options.headers, ...credentials(proxy) }
  const send = secure ? httpsRequest : httpRequest
  const response = await responseOf(send({ ...options, ...address, headers })).catch((error) => {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown error'
    // A proxy may close the connection where it cannot reach the site.
    const happened = code === 'ECONNRESET' ? 'gave no answer' : 'cannot be reached'
    throw new Error(`the proxy ${proxy.host} ${happened} (${code})`)
  })
  const { statusCode = 0, statusMessage = '', socket } = response
  const passed = options.method === 'CONNECT' ? statusCode === 200 : !isOfProxy(statusCode)
  if (passed) return response
  socket.destroy()
  throw new Error(`the proxy ${proxy.host} answered ${statusCode} ${statusMessage}`.trim())
}

/** Tells whether only proxies answer so: 407, and what Apify Proxy answers for broken connections. */
function isOfProxy(status: number): boolean {
  return status === 407 || (status >= 590 && status <= 599)
}

/** Sends a request and returns the answer; of a tunnel, the answer that opens it. */
function responseOf(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve).once('connect', resolve).on('error', reject).end()
  })
}

/** Returns the host for a connection: an IPv6 address has no brackets there. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}

function credentials({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {}
  const pair = `${decoded(username)}:${decoded(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` }
}

/** Decodes a part of a URL. People also write `%` for itself. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function readable(response: IncomingMessage): PageResponse {
  const headers = new Headers()
  for (const [name, value] of Object.entries(response.headers)) headers.set(name, String(value))
  const body = decompressed(response, headers.get('content-encoding'))
  return { status: response.statusCode ?? 0, headers, body: Readable.toWeb(body) }
}

function decompressed(body: Readable, encoding: string | null): Readable {
  const make = { br: createBrotliDecompress, gzip: createGunzip, deflate: createInflate }
  if (encoding !== 'br' && encoding !== 'gzip' && encoding !== 'deflate') return body
  return pipeline(body, make[encoding](), () => {})
}
