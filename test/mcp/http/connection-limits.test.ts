import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { connect, type Socket, type TcpNetConnectOpts } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  type ConnectionLimits,
  createBoundedServer,
  DEFAULT_LIMITS,
} from '../../../src/mcp/http/connection-limits.ts'
import { startHttp } from '../../support/http.ts'

/** Starts a bounded server on a free port; returns it with a function that opens raw sockets to it. */
async function start(limits: Partial<ConnectionLimits>, listener: RequestListener) {
  const server = createBoundedServer({ ...DEFAULT_LIMITS, connections: 100, ...limits }, listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { server, open: (options = {}) => openSocket({ port: address.port, ...options }) }
}

async function openSocket(options: TcpNetConnectOpts): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', ...options }).on('error', () => {})
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

const MIB = 1024 * 1024
const GET = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'
const HELLO: RequestListener = (_, response) => response.end('hello')

async function answered(socket: Socket): Promise<string> {
  socket.write(GET)
  const [data] = await once(socket, 'data')
  return String(data)
}

describe('createBoundedServer', () => {
  it('gives Node the limits, and its defaults outlive load balancers', () => {
    const server = createBoundedServer({ ...DEFAULT_LIMITS, connections: 1 }, HELLO)
    expect(server).toMatchObject({
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 65_000,
    })
    server.emit('close')
  })
})

describe('a slow sender', () => {
  it.each([
    ['nothing', ''],
    ['half a header', 'GET / HTTP/1.1\r\nHost: loc'],
    ['half a body', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf'],
  ])('of %s has its connection closed', async (_, text) => {
    const limits = { headersMs: 100, requestMs: 150, sweepMs: 50 }
    const { open } = await start(limits, (request, response) => {
      request.resume().on('end', () => response.end())
    })
    const socket = await open()
    socket.write(text)
    socket.resume()
    await once(socket, 'close')
  })

  it.each(['keep-alive', 'close'])(
    'of a body that is refused before it has arrived has its connection closed: connection: %s',
    async (connection) => {
      const { server, open } = await start({ headersMs: 100, requestMs: 150, sweepMs: 50 }, HELLO)
      const accepted = once(server, 'connection')
      const socket = await open({ allowHalfOpen: true })
      const [atServer]: Socket[] = await accepted
      const closed = new Promise((resolve) => atServer?.once('close', resolve))
      const headers = `Host: localhost\r\nConnection: ${connection}\r\nContent-Length: 100\r\n`
      socket.write(`POST / HTTP/1.1\r\n${headers}\r\nhalf`)
      socket.resume()
      await closed
    },
  )
})

describe('connections beyond the limit', () => {
  it('close the connection idle for longest, never one with a request in progress', async () => {
    const waiting: (() => void)[] = []
    const { open } = await start({ connections: 3 }, (request, response) => {
      if (request.url === '/slow') waiting.push(() => response.end('slow'))
      else response.end('hello')
    })
    const busy = await open()
    busy.write(GET.replace('/', '/slow'))
    const [old, recent] = [await open(), await open()]
    expect(await answered(old)).toContain('hello')
    expect(await answered(recent)).toContain('hello')
    expect(await answered(old)).toContain('hello')
    const closed = once(recent.resume(), 'close')
    const newest = await open()
    await closed
    expect(await answered(newest)).toContain('hello')
    expect(await answered(old)).toContain('hello')
    const slow = once(busy, 'data')
    for (const end of waiting) end()
    expect(String(await slow)).toContain('slow')
  })

  it('do not stop the server from answering', async () => {
    const { server, open } = await start({ connections: 50 }, HELLO)
    for (let i = 0; i < 500; i++) await open()
    expect(await answered(await open())).toContain('hello')
    const count = await new Promise<number>((resolve, reject) =>
      server.getConnections((error, open) => (error ? reject(error) : resolve(open))),
    )
    expect(count).toBeLessThanOrEqual(50)
  })
})

describe('a client that does not read', () => {
  it('is disconnected, while a slow reader gets the whole answer', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
    onTestFinished(() => void vi.useRealTimers())
    // More than the buffers of the system between a server and its client hold.
    const part = 16 * MIB
    const size = 4 * part
    const { server, open } = await start({}, (_, response) => {
      response.writeHead(200, { 'content-length': size })
      void pipeline(bytes(size), response).catch(() => {})
    })
    const atServer = once(server, 'connection')
    const deaf = await open()
    const [connection]: Socket[] = await atServer
    deaf.write(GET)
    const reader = await open()
    reader.write(GET)
    let received = 0
    while (received < size && !reader.closed) {
      received += await receive(reader, Math.min(part, size - received))
      vi.advanceTimersByTime(DEFAULT_LIMITS.stalledMs - DEFAULT_LIMITS.sweepMs)
    }
    expect(received).toBeGreaterThanOrEqual(size)
    if (connection && !connection.destroyed) await once(connection, 'close')
    // Only what reached the buffers of the system still arrives.
    expect(await receive(deaf, size)).toBeLessThan(size)
  })

  it('is disconnected for a second answer on its connection too', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
    onTestFinished(() => void vi.useRealTimers())
    const { server, open } = await start({}, (request, response) => {
      if (request.url === '/') return void response.end('hello')
      response.writeHead(200, { 'content-length': 64 * MIB })
      void pipeline(bytes(64 * MIB), response).catch(() => {})
    })
    const atServer = once(server, 'connection')
    const deaf = await open()
    const [connection]: Socket[] = await atServer
    deaf.write(GET + GET.replace('/', '/large'))
    await expect.poll(() => connection?.writableLength).toBeGreaterThan(0)
    for (let waited = 0; waited < 3 * DEFAULT_LIMITS.stalledMs; waited += DEFAULT_LIMITS.sweepMs)
      vi.advanceTimersByTime(DEFAULT_LIMITS.sweepMs)
    await expect.poll(() => connection?.destroyed).toBe(true)
  })
})

function* bytes(size: number): Generator<Buffer> {
  const chunk = Buffer.alloc(64 * 1024)
  for (let sent = 0; sent < size; sent += chunk.length) yield chunk
}

/** Reads until so many bytes have arrived or the connection ends; returns how many arrived. */
async function receive(socket: Socket, size: number): Promise<number> {
  let received = 0
  const enough = new AbortController()
  socket.on('data', function count(chunk: Buffer) {
    received += chunk.length
    if (received < size) return
    socket.pause().off('data', count)
    enough.abort()
  })
  socket.resume()
  if (!socket.closed) await once(socket, 'close', { signal: enough.signal }).catch(() => {})
  return received
}

describe('the built server', () => {
  it('answers while 3,000 connections are idle', async () => {
    const { base, child } = await startHttp({ args: ['--max-concurrency=10'] })
    const port = Number(new URL(base).port)
    for (let i = 0; i < 3000; i += 100)
      await Promise.all(Array.from({ length: 100 }, () => openSocket({ port })))
    expect((await fetch(`${base}/healthz`)).status).toBe(200)
    expect(child.exitCode).toBeNull()
  })
})
