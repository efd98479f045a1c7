import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { call, requestOf } from '../http-calls.ts'
import { startServer, type Upstream } from '../http-servers.ts'
import { memoryOf } from '../process.ts'
import type { Scale, Subject } from './scale.ts'

/** How many connections are opened at a time. */
const OPENED_AT_ONCE = 50

/** Opens a connection that has made a request, as those of clients that wait for their next one. */
async function openIdle(origin: string, id: number): Promise<Socket> {
  const { hostname, port, host } = new URL(origin)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  await once(socket, 'connect')
  const { path, headers, body } = requestOf(call(id, `key${id}`))
  const lines = Object.entries({ ...headers, host, 'content-length': Buffer.byteLength(body) })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.write(`POST ${path} HTTP/1.1\r\n${head}\r\n${body}`)
  await once(socket, 'data')
  socket.resume()
  return socket
}

async function openHttp(size: number, upstream: Upstream): Promise<Subject> {
  const server = await startServer(upstream.url)
  const pid = server.child.pid ?? 0
  const idle = memoryOf(pid).now
  const sockets: Socket[] = []
  while (sockets.length < size - 1) {
    const count = Math.min(OPENED_AT_ONCE, size - 1 - sockets.length)
    const opening = Array.from({ length: count }, (_, i) => openIdle(server.origin, i))
    sockets.push(...(await Promise.all(opening)))
  }
  let ids = 0
  return {
    size,
    pids: [pid],
    idle,
    async call() {
      const { body, statusCode } = await server.pool.request(requestOf(call(ids++, 'key')))
      const text = await body.text()
      if (statusCode !== 200) throw new Error(text)
    },
    request: (method) => Promise.reject(new Error(`${method} is not measured here.`)),
    async close() {
      for (const socket of sockets) socket.destroy()
      await server.pool.destroy()
      server.child.kill('SIGKILL')
    },
  }
}

/** Open connections of HTTP clients, all but one of which are idle. */
export function connections(upstream: Upstream): Scale {
  return {
    name: 'open HTTP connections',
    sizes: [1, 10, 100, 1_000, 2_000],
    per: { count: 1000, name: '1,000 connections' },
    open: (size) => openHttp(size, upstream),
    measures: [
      { name: 'a call', expected: 'flat', act: ({ call: make }) => make('get_record', {}) },
    ],
  }
}
