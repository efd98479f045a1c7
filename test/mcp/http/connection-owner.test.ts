import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { MAX_AHEAD_BYTES, ownConnections } from '../../../src/mcp/http/connection-owner.ts'

/** Starts a server that notes its requests; returns it with a function that opens sockets to it. */
async function start(free?: number) {
  const requests: [IncomingMessage, ServerResponse][] = []
  // A connection that ends does so for what was sent on it.
  const server = createServer({ keepAliveTimeout: 0 })
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    requests.push([request, response])
    server.emit('turn')
  }
  ownConnections(server, listener, free)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    requests,
    /** Waits for the request of this number; returns it when its body is read. */
    async turn(index: number) {
      while (requests.length <= index) await once(server, 'turn')
      const [request, response] = requests[index] ?? []
      if (!request || !response) throw new Error('There is no such request.')
      let body = ''
      for await (const chunk of request) body += chunk
      return { url: request.url, body, response }
    },
    async open(options = {}) {
      const accepted = once(server, 'connection')
      const target = { port: address.port, host: '127.0.0.1', ...options }
      const socket = connect(target).on('error', () => {})
      onTestFinished(() => void socket.destroy())
      const [atServer]: Socket[] = await accepted
      if (!atServer) throw new Error('There is no connection.')
      return { socket, atServer }
    },
  }
}

const HEAD = 'HTTP/1.1\r\nhost: a\r\n'
const get = (path: string) => `GET ${path} ${HEAD}\r\n`
const post = (path: string, body: string) =>
  `POST ${path} ${HEAD}content-length: ${body.length}\r\n\r\n${body}`
const chunked = (path: string, ...parts: string[]) =>
  `POST ${path} ${HEAD}transfer-encoding: chunked\r\n\r\n${[...parts, '']
    .map((part) => `${part.length.toString(16)}\r\n${part}\r\n`)
    .join('')}`

describe('pipelined requests', () => {
  it('are handled one after the other, with their bodies', async () => {
    const { open, turn, requests } = await start()
    const { socket } = await open()
    let text = ''
    socket.on('data', (data) => {
      text += data
    })
    const long = 'x'.repeat(3000)
    socket.write(
      get('/0') + post('/1', 'one') + chunked('/2', 'two', long) + post('/3', long) + get('/4'),
    )
    const bodies = ['', 'one', `two${long}`, long, '']
    for (const [i, body] of bodies.entries()) {
      const { response, ...request } = await turn(i)
      expect(request).toEqual({ url: `/${i}`, body })
      expect(requests).toHaveLength(i + 1)
      response.end(`answer ${i}`)
    }
    await expect.poll(() => text).toContain('answer 4')
    expect([...text.matchAll(/answer \d/g)].join()).toBe(
      'answer 0,answer 1,answer 2,answer 3,answer 4',
    )
  })

  it('are read however the bytes are split', async () => {
    const { open, turn } = await start()
    const { socket } = await open()
    const text = post('/0', 'a\r\n\r\nb') + chunked('/1', 'two') + get('/2')
    const send = async () => {
      for (const byte of Buffer.from(text)) {
        socket.write(Buffer.of(byte))
        await new Promise(setImmediate)
      }
    }
    const sent = send()
    for (const [i, body] of ['a\r\n\r\nb', 'two', ''].entries()) {
      const { response, ...request } = await turn(i)
      expect(request).toEqual({ url: `/${i}`, body })
      response.end()
    }
    await sent
  })

  it('wait in the network beyond a bound', async () => {
    const { open, turn } = await start(0)
    const { socket, atServer } = await open()
    const count = 1000
    const body = 'x'.repeat(1000)
    let received = 0
    socket.on('data', (data) => {
      received += String(data).split('HTTP/1.1 200').length - 1
    })
    for (let i = 0; i < count; i++) socket.write(post(`/${i}`, body))
    const first = await turn(0)
    await expect.poll(() => atServer.isPaused()).toBe(true)
    expect(atServer.bytesRead).toBeLessThan(4 * MAX_AHEAD_BYTES)
    first.response.end()
    for (let i = 1; i < count; i++) (await turn(i)).response.end()
    await expect.poll(() => received).toBeGreaterThan(count - 20)
  })

  it.each([50, 5_000, 50_000])('are not begun if the client hangs up: %d', async (count) => {
    const { open, turn, requests } = await start()
    const { socket } = await open()
    const written = new Promise((resolve) =>
      socket.write(get('/0') + get('/1').repeat(count), resolve),
    )
    const { response } = await turn(0)
    const closed = once(response, 'close')
    await written
    socket.destroy()
    await closed
    expect(requests).toHaveLength(1)
  })

  it('are not begun behind an answer that closes the connection', async () => {
    const { open, turn, requests } = await start()
    const { socket } = await open()
    socket.write(get('/0') + get('/1'))
    const { response } = await turn(0)
    response.setHeader('connection', 'close').end('bye')
    await once(socket.resume(), 'close')
    expect(requests).toHaveLength(1)
  })
})

it('a request that is answered before its body has arrived does not stop the next', async () => {
  const { open, requests, turn } = await start()
  const { socket } = await open()
  const whole = post('/0', 'x'.repeat(5000))
  socket.write(whole.slice(0, 3000))
  await expect.poll(() => requests.length).toBe(1)
  requests[0]?.[1].end('refused')
  expect(String((await once(socket, 'data'))[0])).toContain('refused')
  socket.write(whole.slice(3000) + get('/1'))
  expect((await turn(1)).url).toBe('/1')
})

it('a connection that ends with an answer is read until all of the request has arrived', async () => {
  const { open, requests } = await start()
  const { socket, atServer } = await open({ allowHalfOpen: true })
  const whole = post('/0', 'x'.repeat(5000))
  socket.write(whole.slice(0, 3000))
  await expect.poll(() => requests.length).toBe(1)
  const [request, response] = requests[0] ?? []
  const ended = once(socket, 'end')
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
  })
  response?.setHeader('connection', 'close').end('refused')
  await ended
  expect(answer).toContain('refused')
  expect(atServer.destroyed).toBe(false)
  const closed = once(atServer, 'close')
  socket.write(whole.slice(3000))
  await closed
  expect(request?.complete).toBe(true)
})

describe('a request that offers an upgrade', () => {
  const offer = (text: string) =>
    text.replace(HEAD, `${HEAD}connection: upgrade, http2-settings\r\nupgrade: h2c\r\n`)
  const next = post('/1', 'next')

  it.each<[string, string, number?]>([
    ['alone', offer(get('/0'))],
    ['with a body', offer(post('/0', 'body'))],
    ['with a chunked body', offer(chunked('/0', 'body'))],
    ['before a request', offer(post('/0', 'body')) + next],
    ['with a chunked body, before a request', offer(chunked('/0', 'body')) + next],
    ['before a part of a request', offer(get('/0')) + next.slice(0, 20)],
    ['after a chunked body', chunked('/0', 'body') + offer(get('/1')) + next, 2],
  ])('is answered, and ends the connection: %s', async (_, bytes, count = 1) => {
    const { open, turn } = await start()
    const { socket } = await open()
    socket.write(bytes)
    const closed = once(socket.resume(), 'close')
    for (let i = 0; i < count; i++) (await turn(i)).response.end(`answer ${i}`)
    await closed
  })
})
