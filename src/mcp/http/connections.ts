import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** How long headers may take to arrive, in milliseconds. */
const HEADERS_MS = 10_000
/** How long a whole request may take to arrive, in milliseconds. */
const REQUEST_MS = 30_000
/** A connection is kept this long for the next request: longer than the 60 s of load balancers. */
const KEEP_ALIVE_MS = 65_000
/** How often waiting connections are looked at, in milliseconds. */
const SWEEP_MS = 5_000
/** A client that takes nothing of an answer for this long is gone, in milliseconds. */
const STALLED_MS = 30_000

/**
 * Bounds what connections may cost: slow senders and clients that do not read are closed, and
 * beyond `max` connections the one that was idle for longest makes room.
 */
export function guardConnections(server: Server, max: number): void {
  server.headersTimeout = HEADERS_MS
  server.requestTimeout = REQUEST_MS
  server.keepAliveTimeout = KEEP_ALIVE_MS
  shedIdle(server, max)
  shedStalled(server)
}

export const CONNECTION_OPTIONS = { connectionsCheckingInterval: SWEEP_MS } as const

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

function shedStalled(server: Server): void {
  const sending = new Map<Socket, { left: number; since: number }>()
  server.on('request', ({ socket }, response) => {
    sending.set(socket, { left: 0, since: performance.now() })
    response.once('close', () => sending.delete(socket))
  })
  const timer = setInterval(() => {
    const now = performance.now()
    for (const [socket, seen] of sending) {
      const left = socket.writableLength
      if (left === 0 || left !== seen.left) sending.set(socket, { left, since: now })
      else if (now - seen.since > STALLED_MS) socket.destroy()
    }
  }, SWEEP_MS)
  timer.unref()
  server.once('close', () => clearInterval(timer))
}
