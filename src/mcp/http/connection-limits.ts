import { createServer, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { type Listener, ownConnections } from './connection-owner.ts'

/** The limits of connections; times in milliseconds. */
export interface ConnectionLimits {
  /** The maximum of open connections. */
  connections: number
  /** How long the headers of a request may take to arrive. */
  headersMs: number
  /** How long a whole request may take to arrive. */
  requestMs: number
  /** How long an idle connection is kept for the next request. */
  keepAliveMs: number
  /** How long a client may read nothing of its response. */
  stalledMs: number
  /** How often connections are checked. */
  sweepMs: number
  /** How many bytes of further requests all connections together may read ahead. */
  aheadBytes?: number
}

/** Load balancers keep connections for 60 s, and should close them before the server does. */
export const DEFAULT_LIMITS = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 65_000,
  stalledMs: 30_000,
  sweepMs: 5_000,
} as const

/**
 * Creates an HTTP server with limits: a connection has one request in progress at a time, slow senders and
 * clients that do not read are disconnected, and beyond the maximum of connections the one that has been
 * idle longest is closed.
 */
export function createBoundedServer(limits: ConnectionLimits, listener: Listener): Server {
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.sweepMs,
  })
  const listeners = [
    closeIdle(server, limits.connections),
    closeStalled(server, limits),
    listener,
  ] as const
  ownConnections(
    server,
    (request, response) => {
      for (const each of listeners) each(request, response)
    },
    limits.aheadBytes,
  )
  return server
}

/** @returns what to call with each request */
function closeIdle(server: Server, max: number): Listener {
  /** In the order in which they became idle. */
  const idle = new Set<Socket>()
  let open = 0
  server.on('connection', (socket: Socket) => {
    idle.add(socket)
    socket.once('close', () => {
      open--
      idle.delete(socket)
    })
    if (++open <= max) return
    const [longest] = idle
    longest?.destroy()
  })
  return ({ socket }, response) => {
    idle.delete(socket)
    response.once('close', () => {
      if (!socket.destroyed) idle.add(socket)
    })
  }
}

/** @returns what to call with each request */
function closeStalled(server: Server, { stalledMs, sweepMs }: ConnectionLimits): Listener {
  const sending = new Map<ServerResponse, { socket: Socket; accepted: number; since: number }>()
  const timer = setInterval(() => {
    const now = performance.now()
    for (const [response, { socket, ...seen }] of sending) {
      const accepted = bytesAccepted(socket)
      if (socket.writableLength === 0 || accepted !== seen.accepted)
        sending.set(response, { socket, accepted, since: now })
      else if (now - seen.since > stalledMs) socket.destroy()
    }
  }, sweepMs)
  timer.unref()
  server.once('close', () => clearInterval(timer))
  return ({ socket }, response) => {
    sending.set(response, { socket, accepted: bytesAccepted(socket), since: performance.now() })
    response.once('close', () => sending.delete(response))
  }
}

/** Returns how many of the written bytes the operating system has accepted so far. */
function bytesAccepted(socket: Socket): number {
  return socket.bytesWritten - socket.writableLength
}
