import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { listenHere } from './listen-here.ts'
import { REAL_ROWS } from './real-rows.ts'

const END_OF_HEADERS = '\r\n\r\n'

/** Starts an upstream that answers each request with the same products of 3 kB, which it keeps as bytes. */
export function startRows(count: number) {
  const lines = Array.from(
    { length: count },
    (_, i) => `${JSON.stringify(REAL_ROWS.products(i))}\n`,
  )
  const page = Buffer.from(lines.join(''))
  const headers = {
    'content-type': 'application/jsonl; charset=utf-8',
    'content-length': page.length,
    'x-apify-pagination-total': 1000,
    'x-apify-pagination-offset': 0,
  }
  return listenHere(createServer((_, response) => response.writeHead(200, headers).end(page)))
}

export type Load = Awaited<ReturnType<typeof openLoad>>

interface LoadRequest {
  path: string
  headers: Record<string, string>
  body: string
}

/**
 * Opens connections that send one request again and again. That takes as little work as possible, which is
 * taken from servers on the same cores.
 */
export async function openLoad(
  origin: string,
  { path, headers, body }: LoadRequest,
  connections: number,
) {
  const { hostname, port, host } = new URL(origin)
  const all = { host, 'content-length': String(Buffer.byteLength(body)), ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  const request = Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
  const open = async () => {
    const socket = connect(Number(port), hostname).setNoDelay()
    await once(socket, 'connect')
    return socket
  }
  const sockets = await Promise.all(Array.from({ length: connections }, open))
  const closed = Promise.race(sockets.map((socket) => once(socket, 'close'))).then(() => {
    throw new Error('The server has closed a connection.')
  })
  closed.catch(() => {})
  return {
    /**
     * Sends the request on all connections at once, and returns the time in seconds.
     * @param expected the body of each answer
     * @throws {Error} if an answer has another
     */
    async send(count: number, expected: Buffer): Promise<number> {
      let left = count
      const started = performance.now()
      const sendAgain = async (socket: Socket) => {
        while (left-- > 0) await exchange(socket, request, expected)
      }
      await Promise.race([Promise.all(sockets.map(sendAgain)), closed])
      return (performance.now() - started) / 1000
    },
    close() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Sends a request, and compares the body of its answer byte for byte as it arrives. */
function exchange(socket: Socket, request: Buffer, expected: Buffer): Promise<void> {
  let read = -1
  return new Promise((resolve, reject) => {
    const take = (piece: Buffer) => {
      // The headers come in one piece, as the server writes them.
      const from = read < 0 ? piece.indexOf(END_OF_HEADERS) + END_OF_HEADERS.length : 0
      const at = Math.max(read, 0)
      read = at + piece.length - from
      const isRight = piece.subarray(from).equals(expected.subarray(at, read))
      if (isRight && read < expected.length) return
      socket.off('data', take)
      if (isRight) resolve()
      else reject(new Error(`Not the answer: ${piece.subarray(0, 500)}`))
    }
    socket.on('data', take).write(request)
  })
}
