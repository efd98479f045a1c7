import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { Socket } from 'node:net'
import { CERTIFICATE, KEY } from './certificate.ts'

/** What the network or the API does to a request, instead of answering it well. */
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

/** An answer of the API, whole. */
interface Answer {
  status: number
  headers: Record<string, string>
  body: Buffer
}

type Inflict = (exchange: {
  socket: Socket
  response: ServerResponse
  /** Has the API do the work. */
  work(): Promise<Answer>
}) => unknown

/** Bytes of a dripping answer come this far apart, in milliseconds. */
const DRIP_MS = 30
const HTML = '<html><head><title>502</title></head><body>Bad <b>gateway</b></body></html>'

function refusal(status: number, headers: Record<string, string> = {}): Inflict {
  const body = JSON.stringify({ error: { type: 'some-fault', message: 'Not now.' } })
  return ({ response }) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
}

function head({ status, headers }: Answer, length: number): string {
  const lines = Object.entries({ ...headers, 'content-length': String(length) })
  return `HTTP/1.1 ${status} X\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
}

const INFLICT: Partial<Record<Fault, Inflict>> = {
  '429 with Retry-After': refusal(429, { 'retry-after': '1' }),
  '429 without Retry-After': refusal(429),
  '500': refusal(500),
  '502': refusal(502),
  '503': refusal(503),
  'closed before the work': ({ socket }) => socket.destroy(),
  'closed after the work': async ({ socket, work }) => {
    await work()
    socket.resetAndDestroy()
  },
  'half a body': async ({ socket, work }) => {
    const answer = await work()
    const half = answer.body.subarray(0, answer.body.length >> 1)
    socket.write(head(answer, answer.body.length))
    socket.write(half, () => socket.destroy())
  },
  'wrong content-length': async ({ socket, work }) => {
    const answer = await work()
    socket.end(Buffer.concat([Buffer.from(head(answer, answer.body.length + 7)), answer.body]))
  },
  'HTML in place of JSON': ({ response }) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(HTML),
  'hangs after the work': ({ work }) => work(),
  'slow drip': async ({ socket, work }) => {
    const answer = await work()
    const text = Buffer.concat([Buffer.from(head(answer, answer.body.length)), answer.body])
    for (const byte of text) {
      if (socket.destroyed) return
      socket.write(Buffer.of(byte))
      await new Promise((resolve) => setTimeout(resolve, DRIP_MS))
    }
  },
}

export interface FrontOptions {
  /** The server that does the work. */
  upstream: string
  fault?: Fault
  /** Requests, or connections, that the fault hits; after those all is well. */
  times?: number
  /** In place of both: what happens to each request, if anything. */
  befalls?: (method: string | undefined) => Fault | undefined
  /** Which requests it hits. */
  hits?: (request: IncomingMessage) => boolean
  secure?: boolean
}

/** A server in front of another that ruins requests on their way, down to the sockets. */
export async function startFront({
  upstream,
  fault,
  times = 0,
  befalls,
  hits,
  secure,
}: FrontOptions) {
  const sockets = new Set<Socket>()
  let left = times
  let most = 0
  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    const { socket } = response
    if (!socket) return
    const parts: Buffer[] = []
    for await (const chunk of incoming) parts.push(chunk)
    const work = () => pass(upstream, incoming, Buffer.concat(parts))
    const hit =
      fault !== undefined && left > 0 && (hits?.(incoming) ?? true)
        ? fault
        : befalls?.(incoming.method)
    const inflict = hit && INFLICT[hit]
    if (inflict) {
      left--
      await inflict({ socket, response, work })
      return
    }
    const { status, headers, body } = await work()
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
    most = Math.max(most, sockets.size)
    socket.once('close', () => sockets.delete(socket)).on('error', () => {})
    // What is no TLS breaks off the handshake; a client that is turned away so has sent no request.
    if (fault === 'TLS failure' && left-- > 0) socket.end('no TLS here\r\n')
  })
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return {
    port: address.port,
    /** Connections that are open now, and the most that were at one time. */
    open: () => sockets.size,
    most: () => most,
    heal() {
      left = 0
    },
    /** Settles once no client is connected any more. */
    async idle() {
      // `once` of node:events would reject where a client resets its connection.
      for (const socket of sockets) await new Promise((resolve) => socket.once('close', resolve))
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Has the server behind do the work. */
async function pass(upstream: string, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
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
