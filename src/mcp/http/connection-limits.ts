import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** What connections may cost; times in milliseconds. */
export interface ConnectionLimits {
  /** How many may be open. */
  connections: number
  /** How long the headers of a request may take to arrive. */
  headersMs: number
  /** How long a whole request may take to arrive. */
  requestMs: number
  /** How long a connection is kept for the next request. */
  keepAliveMs: number
  /** How long a client may take nothing of its answer. */
  stalledMs: number
  /** How often all that is looked at. */
  sweepMs: number
}

/** Load balancers keep connections for 60 s; they, and not the server, shall close them first. */
export const DEFAULT_LIMITS = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 65_000,
  stalledMs: 30_000,
  sweepMs: 5_000,
} as const

/**
 * An HTTP server with bounds: slow senders and clients that do not read are closed, and beyond so
 * many connections the one that was idle for longest makes room.
 */
export function createBoundedServer(limits: ConnectionLimits, listener: RequestListener): Server {
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: limits.sweepMs,
    },
    listener,
  )
  shedIdle(server, limits.connections)
  shedStalled(server, limits)
  return server
}

function shedIdle(server: Server, max: number): void {
  /** In the order in which they became idle. */
  const idle = new Set<Socket>()
  const requests = new Map<Socket, number>()
  let open = 0
  server.on('connection', (socket: Socket) => {
    idle.add(socket)
    socket.once('close', () => {
      open--
      idle.delete(socket)
      requests.delete(socket)
    })
    if (++open <= max) return
    const [longest] = idle
    longest?.destroy()
  })
  server.on('request', ({ socket }, response) => {
    idle.delete(socket)
    requests.set(socket, (requests.get(socket) ?? 0) + 1)
    response.once('close', () => {
      const left = (requests.get(socket) ?? 1) - 1
      requests.set(socket, left)
      if (left === 0 && !socket.destroyed) idle.add(socket)
    })
  })
}

function shedStalled(server: Server, { stalledMs, sweepMs }: ConnectionLimits): void {
  const sending = new Map<ServerResponse, { socket: Socket; taken: number; since: number }>()
  server.on('request', ({ socket }, response) => {
    sending.set(response, { socket, taken: takenFrom(socket), since: performance.now() })
    response.once('close', () => sending.delete(response))
  })
  const timer = setInterval(() => {
    const now = performance.now()
    for (const [response, { socket, ...seen }] of sending) {
      const taken = takenFrom(socket)
      if (socket.writableLength === 0 || taken !== seen.taken)
        sending.set(response, { socket, taken, since: now })
      else if (now - seen.since > stalledMs) socket.destroy()
    }
  }, sweepMs)
  timer.unref()
  server.once('close', () => clearInterval(timer))
}

/** Bytes of all that was written to a connection which the system has taken over so far. */
function takenFrom(socket: Socket): number {
  return socket.bytesWritten - socket.writableLength
}
