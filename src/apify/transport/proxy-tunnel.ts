import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type Socket } from 'node:net'
import { buildConnector } from 'undici'
import type { HttpProxy } from '../../shared/http-proxy.ts'
import { percentDecoded } from '../../shared/percent-decoded.ts'

/**
 * How long a proxy may take to open a tunnel, in milliseconds. With four retries it fits into a call, so
 * that a call through a deaf proxy ends with an error that names it.
 */
const TIMEOUT_MS = 7_000

/** A tunnel that was not opened. It is the proxy that failed, and nothing was sent to the API. */
export class TunnelError extends Error {
  override name = 'TunnelError'
  /** The host and port of the proxy, without user and password. */
  readonly host: string

  /** @param status what the proxy answered; undefined if it gave no answer */
  constructor(
    readonly proxy: HttpProxy,
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super('The proxy did not open a tunnel.', options)
    this.host = new URL(proxy.url).host
  }
}

/**
 * Returns a connector for a pool that opens each connection as a tunnel. undici's `ProxyAgent` does the
 * same, but tells a proxy that failed from an API that failed only by the text of an error.
 *
 * http URLs get tunnels too, as with undici and `fetch`, so that answers of the proxy are never taken
 * for answers of the API. A proxy that allows tunnels to port 443 only refuses them. The API is at an
 * https URL, though, and an http URL is most likely of the own network, where `NO_PROXY` belongs.
 */
export function tunnelThrough(proxy: HttpProxy): buildConnector.connector {
  const secure = buildConnector({})
  return (target, callback) => {
    openTunnel(proxy, target).then(
      (socket) => {
        if (target.protocol === 'https:') secure({ ...target, httpSocket: socket }, callback)
        else callback(null, socket)
      },
      (error) => callback(error, null),
    )
  }
}

/** @throws {TunnelError} if the proxy cannot be reached or refuses */
function openTunnel(proxy: HttpProxy, target: buildConnector.Options): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const asked = askForTunnel(new URL(proxy.url), target)
    asked.once('connect', ({ statusCode }: IncomingMessage, socket: Socket, head: Buffer) => {
      if (statusCode !== 200) {
        socket.destroy()
        return reject(new TunnelError(proxy, statusCode))
      }
      if (head.length > 0) socket.unshift(head)
      resolve(socket.setTimeout(0))
    })
    const timer = setTimeout(() => asked.destroy(timedOut()), TIMEOUT_MS)
    asked.once('error', (cause) => reject(new TunnelError(proxy, undefined, { cause })))
    asked.once('close', () => clearTimeout(timer))
    asked.end()
  })
}

function askForTunnel(url: URL, { protocol, hostname, port }: buildConnector.Options) {
  const path = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const secure = url.protocol === 'https:'
  return (secure ? httpsRequest : httpRequest)({
    method: 'CONNECT',
    host,
    port: url.port || (secure ? 443 : 80),
    path,
    headers: { host: path, ...credentials(url) },
    agent: false,
    // By default it would be the host of the target.
    servername: isIP(host) ? '' : host,
  })
}

function credentials({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {}
  const pair = `${percentDecoded(username)}:${percentDecoded(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` }
}

function timedOut(): Error {
  return Object.assign(new Error('The proxy did not answer.'), { code: 'ETIMEDOUT' })
}
