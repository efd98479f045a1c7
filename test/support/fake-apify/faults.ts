import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { Socket } from 'node:net'
import { CERTIFICATE, KEY } from './certificate.ts'

/** What can go wrong with a request, in the network or at the API. */
export const FAULTS = [
  '429 with Retry-After',
  '429 without Retry-After',
  '500',
  '502',
  '503',
  'closed before the work',
  'closed after the work',
  'half a body',
  'wrong content-length',
  'HTML in place of JSON',
  'hangs after the work',
  'slow drip',
  'DNS failure',
  'connection refused',
  'TLS failure',
] as const
export type Fault = (typeof FAULTS)[number]

/** A complete answer of the API. */
interface Answer {
  status: number
  headers: Record<string, string>
  body: Buffer
}

type ApplyFault = (exchange: {
  socket: Socket
  response: ServerResponse
  /** Forwards the request to the API and returns the answer. */
  forward(): Promise<Answer>
}) => unknown

/** The time between the bytes of a slow answer, in milliseconds. */
const DRIP_MS = 30
const HTML = '<html><head><title>502</title></head><body>Bad <b>gateway</b></body></html>'

function errorResponse(status: number, headers: Record<string, string> = {}): ApplyFault {
  const body = JSON.stringify({ error: { type: 'some-fault', message: 'Not now.' } })
  return ({ response }) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
}

function head({ status, headers }: Answer, length: number): string {
  const own = { connection: 'close', 'content-length': String(length) }
  const lines = Object.entries({ ...headers, ...own })
  return `HTTP/1.1 ${status} X\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
}

const APPLY_FAULT: Partial<Record<Fault, ApplyFault>> = {
  '429 with Retry-After': errorResponse(429, { 'retry-after': '1' }),
  '429 without Retry-After': errorResponse(429),
  '500': errorResponse(500),
  '502': errorResponse(502),
  '503': errorResponse(503),
  'closed before the work': ({ socket }) => socket.destroy(),
  'closed after the work': async ({ socket, forward }) => {
    await forward()
    socket.resetAndDestroy()
  },
  'half a body': async ({ socket, forward }) => {
    const answer = await forward()
    const half = answer.body.subarray(0, answer.body.length >> 1)
    socket.write(head(answer, answer.body.length))
    socket.write(half, () => socket.destroy())
  },
  'wrong content-length': async ({ socket, forward }) => {
    const answer = await forward()
    socket.end(Buffer.concat([Buffer.from(head(answer, answer.body.length + 7)), answer.body]))
  },
  'HTML in place of JSON': ({ response }) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(HTML),
  'hangs after the work': ({ forward }) => forward(),
  'slow drip': async ({ socket, forward }) => {
    const answer = await forward()
    const text = Buffer.concat([Buffer.from(head(answer, answer.body.length)), answer.body])
    for (const byte of text) {
      if (socket.destroyed) return
      socket.write(Buffer.of(byte))
      await new Promise((resolve) => setTimeout(resolve, DRIP_MS))
    }
    socket.end()
  },
}

export interface FaultyProxyOptions {
  /** The URL of the real server. */
  upstream: string
  fault?: Fault
  /** How many requests, or connections, the fault affects. Later ones work. */
  times?: number
  /** Chooses the fault for each request, if any. Replaces `fault` and `times`. */
  chooseFault?: (method: string | undefined) => Fault | undefined
  /** Whether `fault` applies to a request. Without it, `fault` applies to all. */
  appliesTo?: (request: IncomingMessage) => boolean
  secure?: boolean
}

/** Starts a proxy in front of a server that injects faults, down to the level of sockets. */
export async function startFaultyProxy({
  upstream,
  fault,
  times = 0,
  chooseFault,
  appliesTo,
  secure,
}: FaultyProxyOptions) {
  const sockets = new Set<Socket>()
  let left = times
  let maxOpen = 0
  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    const { socket } = response
    if (!socket) return
    const parts: Buffer[] = []
    for await (const chunk of incoming) parts.push(chunk)
    const forward = () => forwardRequest(upstream, incoming, Buffer.concat(parts))
    const current =
      fault !== undefined && left > 0 && (appliesTo?.(incoming) ?? true)
        ? fault
        : chooseFault?.(incoming.method)
    const apply = current && APPLY_FAULT[current]
    if (apply) {
      left--
      return void (await apply({ socket, response, forward }))
    }
    const { status, headers, body } = await forward()
    response.writeHead(status, headers).end(body)
  }
  const listener = (incoming: IncomingMessage, response: ServerResponse) => {
    answer(incoming, response).catch(() => response.destroy())
  }
  const server = secure
    ? createSecureServer({ cert: CERTIFICATE, key: KEY }, listener)
    : createServer(listener)
  server.on('connection', (socket) => {
    sockets.add(socket)
    maxOpen = Math.max(maxOpen, sockets.size)
    socket.once('close', () => sockets.delete(socket)).on('error', () => {})
    // Anything but TLS breaks the handshake, before the client has sent a request.
    if (fault === 'TLS failure' && left-- > 0) socket.end('no TLS here\r\n')
  })
  server.on('tlsClientError', () => {}).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return {
    port: address.port,
    /** How many connections are open. */
    open: () => sockets.size,
    /** The most connections that were open at one time. */
    maxOpen: () => maxOpen,
    /** Ends `fault`, even if it has not happened `times` times. */
    stopFaults() {
      left = 0
    },
    /** Resolves when no client is connected any more. */
    async untilIdle() {
      // `once` of node:events would reject when a client resets its connection.
      for (const socket of sockets) await new Promise((resolve) => socket.once('close', resolve))
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Forwards a request to the real server and returns its answer. */
async function forwardRequest(
  upstream: string,
  incoming: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const { method, headers, url } = incoming
  const outgoing = request(`${upstream}${url}`, {
    method,
    headers: { ...headers, connection: 'close' },
  })
  outgoing.end(body)
  const [response]: IncomingMessage[] = await once(outgoing, 'response')
  if (!response) throw new Error('No answer')
  const parts: Buffer[] = []
  for await (const chunk of response) parts.push(chunk)
  const kept = Object.entries(response.headers).filter(
    ([name]) => !/^(?:connection|keep-alive|transfer-encoding|content-length)$/.test(name),
  )
  return {
    status: response.statusCode ?? 502,
    headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
    body: Buffer.concat(parts),
  }
}
