import { once } from 'node:events'
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { WebSocketServer } from 'ws'
import { ApiError, notFound } from '../api-error.ts'
import type { Services } from '../services.ts'
import type { AccessTokens } from './access-tokens.ts'
import { Query } from './query.ts'
import { json, type Reply } from './reply.ts'
import { createRouter, type Route } from './router.ts'

const HOST = '127.0.0.1'

/** Runs only listen on their sockets; messages from them are ignored. */
const MAX_SOCKET_BYTES = 1024

export interface LocalServerOptions {
  table: Route[]
  tokens: AccessTokens
  /**
   * Called with each unexpected error, which is a fault of the platform rather than of a request.
   */
  onFault: (error: unknown) => void
}

export interface ApiServer {
  baseUrl: string
  /** Starts to answer. Earlier requests wait until then. */
  serve(services: Services): void
  /** Closes all connections, which aborts the signals of handlers in progress. */
  close(): Promise<void>
}

/** Starts a server on a free port of the loopback interface. */
export async function startServer({
  table,
  tokens,
  onFault,
}: LocalServerOptions): Promise<ApiServer> {
  const { promise: ready, resolve: serve } = withResolvers<Services>()
  const route = createRouter(table)
  const server = createServer(async (message, response) => {
    const answer = async (): Promise<Reply> => {
      checkHost(message, server)
      const { path, query, method } = readTarget(message)
      tokens.check(message, query)
      const { route: found, param } = route(method, path)
      const signal = disconnectSignal(response)
      return found.handler({ param, query: new Query(query), message, signal }, await ready)
    }
    const reply = await answer().catch((error) => errorReply(error, onFault))
    // After the headers only a broken connection can report an error.
    await send(reply, message, response).catch(() => response.destroy())
  })
  acceptSockets(server, tokens, ready)
  await listen(server)
  return {
    baseUrl: `http://${HOST}:${portOf(server)}`,
    serve,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Accepts the web sockets over which runs receive events. They need a token like any request. */
function acceptSockets(server: Server, tokens: AccessTokens, ready: Promise<Services>): void {
  let sockets: Promise<WebSocketServer> | undefined
  server.on('upgrade', async (message, socket, head) => {
    socket.on('error', () => socket.destroy())
    try {
      checkHost(message, server)
      const { path, query } = readTarget(message)
      tokens.check(message, query)
      const events = findEvents(path, await ready)
      sockets ??= createSockets()
      const accepting = await sockets
      accepting.handleUpgrade(message, socket, head, (opened) => events.add(opened))
    } catch (error) {
      const status = error instanceof ApiError ? error.status : 500
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\n\r\n`)
    }
  })
}

/** Loads web sockets, for which no start of the platform waits. */
async function createSockets(): Promise<WebSocketServer> {
  const { WebSocketServer } = await import('ws')
  return new WebSocketServer({ noServer: true, maxPayload: MAX_SOCKET_BYTES })
}

/**
 * Returns the events of the run that a web socket is opened for.
 * @throws {ApiError} 404 if the run is not in progress
 */
function findEvents(path: string, { runs }: Services) {
  const [, id = ''] = /^\/v2\/actor-runs\/([a-z0-9]+)\/events$/.exec(path) ?? []
  const events = runs.eventsOf(id)
  if (!events) throw notFound('Actor run', 'the ID')
  return events
}

/**
 * Refuses other host names: a web page may use one that resolves to this machine (DNS rebinding).
 */
function checkHost(message: IncomingMessage, server: Server): void {
  const port = portOf(server)
  if ([`${HOST}:${port}`, `localhost:${port}`].includes(message.headers.host ?? '')) return
  const text = `The Host header must be ${HOST}:${port} or localhost:${port}.`
  throw new ApiError(403, 'invalid-header', text)
}

/** Reads the target as it is: `..` is not resolved, and matches no path. */
function readTarget(message: IncomingMessage) {
  const [path = '', ...rest] = (message.url ?? '').split('?')
  const query = new URLSearchParams(rest.join('?'))
  // In the API, clients that can only send GET name another method in the query.
  const override = message.method === 'GET' && query.get('method')?.toUpperCase()
  return { path, query, method: override || (message.method ?? '') }
}

function disconnectSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  response.once('close', () => controller.abort())
  return controller.signal
}

function errorReply(error: unknown, onFault: (error: unknown) => void): Reply {
  if (error instanceof ApiError) {
    const { type, message, data } = error
    return json({ error: { type, message, ...(data && { data }) } }, error.status)
  }
  onFault(error)
  const message = 'Unexpected error of the local platform; its log has the details. Try again.'
  return json({ error: { type: 'internal-server-error', message } }, 500)
}

async function send(reply: Reply, message: IncomingMessage, response: ServerResponse) {
  const { status, headers, body } = reply
  // Drains the request body: a client may send all of it before it reads the answer.
  message.resume()
  // Node ends such a connection with the answer, and a client that still sends would get a reset instead.
  if (!response.shouldKeepAlive && !message.complete && !message.closed)
    await once(message, 'close')
  response.writeHead(status, headers)
  if (typeof body === 'string') return void response.end(body)
  if (message.method === 'HEAD') {
    body.destroy()
    return void response.end()
  }
  await pipeline(body, response)
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, HOST, resolve)
  })
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server is closed.')
  return address.port
}

/** Does what `Promise.withResolvers` does, which Node 20 lacks. */
function withResolvers<T>() {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
