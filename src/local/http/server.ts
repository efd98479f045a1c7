import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http'
import { pipeline } from 'node:stream/promises'
import { WebSocketServer } from 'ws'
import { ApiError, notFound } from '../api-error.ts'
import type { Services } from '../services.ts'
import type { AccessTokens } from './access-tokens.ts'
import { Query } from './query.ts'
import { json, type Reply } from './reply.ts'
import { createRouter, type Route } from './router.ts'

const HOST = '127.0.0.1'

/** Runs only listen; what they say is not read. */
const MAX_SOCKET_BYTES = 1024

export interface LocalServerOptions {
  table: Route[]
  tokens: AccessTokens
  /** Called with each unexpected error: a fault of the platform, not of a request. */
  onFault: (error: unknown) => void
}

export interface ApiServer {
  baseUrl: string
  /** Starts to answer; requests that come before it wait. */
  serve(services: Services): void
  /** Ends all connections, which aborts the signals of handlers that still wait. */
  close(): Promise<void>
}

/** Listens on a free port of the loopback interface. */
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
      const signal = whenLeft(response)
      return found.handler({ param, query: new Query(query), message, signal }, await ready)
    }
    const reply = await answer().catch((error) => errorReply(error, onFault))
    // A body that fails midway can only be told by breaking off.
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

/** Runs are told of events over web sockets, which need a token like any request. */
function acceptSockets(server: Server, tokens: AccessTokens, ready: Promise<Services>): void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_SOCKET_BYTES })
  server.on('upgrade', async (message, socket, head) => {
    socket.on('error', () => socket.destroy())
    try {
      checkHost(message, server)
      const { path, query } = readTarget(message)
      tokens.check(message, query)
      const events = findEvents(path, await ready)
      sockets.handleUpgrade(message, socket, head, (opened) => events.add(opened))
    } catch (error) {
      const status = error instanceof ApiError ? error.status : 500
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\n\r\n`)
    }
  })
}

/** The events of the run that a web socket is opened for; throws 404 when it is not in progress. */
function findEvents(path: string, { runs }: Services) {
  const [, id = ''] = /^\/v2\/actor-runs\/([a-z0-9]+)\/events$/.exec(path) ?? []
  const events = runs.eventsOf(id)
  if (!events) throw notFound('Actor run')
  return events
}

/** A browser page on another name that resolves to this machine must not reach the platform. */
function checkHost(message: IncomingMessage, server: Server): void {
  const port = portOf(server)
  if ([`${HOST}:${port}`, `localhost:${port}`].includes(message.headers.host ?? '')) return
  const text = `The Host header must be ${HOST}:${port} or localhost:${port}.`
  throw new ApiError(403, 'invalid-header', text)
}

/** The target is not normalised, so that `..` stays an ordinary, unknown part of a path. */
function readTarget(message: IncomingMessage) {
  const [path = '', ...rest] = (message.url ?? '').split('?')
  const query = new URLSearchParams(rest.join('?'))
  // The API lets clients that can only GET name another method in the query.
  const override = message.method === 'GET' && query.get('method')?.toUpperCase()
  return { path, query, method: override || (message.method ?? '') }
}

function whenLeft(response: ServerResponse): AbortSignal {
  const left = new AbortController()
  response.once('close', () => left.abort())
  return left.signal
}

function errorReply(error: unknown, onFault: (error: unknown) => void): Reply {
  if (error instanceof ApiError) {
    const { type, message, data } = error
    return json({ error: { type, message, ...(data && { data }) } }, error.status)
  }
  onFault(error)
  const message = 'The local platform failed to answer; its log says why. Try again.'
  return json({ error: { type: 'internal-server-error', message } }, 500)
}

async function send(reply: Reply, message: IncomingMessage, response: ServerResponse) {
  const { status, headers, body } = reply
  // What is left of a refused body is read away, or the client would never see the refusal.
  message.resume()
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

/** `Promise.withResolvers`, which Node 20 lacks. */
function withResolvers<T>() {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
