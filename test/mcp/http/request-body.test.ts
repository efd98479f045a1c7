import { once } from 'node:events'
import { Agent, createServer, request, type Server } from 'node:http'
import { gzipSync } from 'node:zlib'
import { expect, it, onTestFinished } from 'vitest'
import type { HttpError } from '../../../src/mcp/http/http-error.ts'
import { RequestBodies } from '../../../src/mcp/http/request-body.ts'
import { TenantCounts } from '../../../src/mcp/http/tenant-counts.ts'
import { answerIn, startHttp } from '../../support/http.ts'

const PING = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' })
const JSON_TYPE = { 'content-type': 'application/json' }

type Body = string | Buffer
type Headers = Record<string, string>

async function open() {
  const { url } = await startHttp()
  return (body: Body, headers: Headers) =>
    fetch(url, { method: 'POST', body, headers: { authorization: 'Bearer abc', ...headers } })
}

it('is read however a client marks and names its JSON', async () => {
  const send = await open()
  const accepted: [body: Body, headers: Headers][] = [
    [`\ufeff${PING}`, JSON_TYPE],
    [`\r\n ${PING}\r\n`, JSON_TYPE],
    [PING, { 'content-type': 'application/json; charset=UTF-8' }],
    [PING, { 'content-type': 'Application/JSON;charset="utf-8"' }],
    [PING, { 'content-type': 'application/json;' }],
    [PING, { ...JSON_TYPE, 'content-encoding': 'identity' }],
    [PING, { ...JSON_TYPE, accept: '*/*' }],
    [PING, { ...JSON_TYPE, accept: 'application/json' }],
    [PING, { ...JSON_TYPE, accept: 'text/html, */*;q=0.1' }],
  ]
  for (const [body, headers] of accepted) {
    const answer = await answerIn(await send(body, headers))
    expect(answer, JSON.stringify([body, headers])).toMatchObject({ id: 1, result: {} })
  }
})

it('is refused with what to send', async () => {
  const send = await open()
  const refused: [body: Body, headers: Headers, status: number, code: number, said: string][] = [
    ['', JSON_TYPE, 400, -32700, 'The body is empty'],
    ['\ufeff', JSON_TYPE, 400, -32700, 'The body is empty'],
    // However much memory its values would take, a later time is no better.
    [`[${'{},'.repeat(1_300_000)}{}]`, JSON_TYPE, 400, -32600, 'more than 1000000 JSON values'],
    [PING.slice(1), JSON_TYPE, 400, -32700, 'The body is not JSON'],
    [Buffer.from(`\ufeff${PING}`, 'utf16le'), JSON_TYPE, 400, -32700, 'send UTF-8'],
    ['7', JSON_TYPE, 400, -32600, 'not a JSON-RPC 2.0 message'],
    [gzipSync(PING), { ...JSON_TYPE, 'content-encoding': 'gzip' }, 415, -32000, 'Content-Encoding'],
    [PING, { 'content-type': 'text/json' }, 415, -32000, 'application/json'],
    [Buffer.from(PING), {}, 415, -32000, 'application/json'],
  ]
  for (const [body, headers, status, code, said] of refused) {
    const response = await send(body, headers)
    const what = JSON.stringify([String(body), headers])
    expect(response.status, what).toBe(status)
    const answer = await answerIn(response)
    expect(answer, what).toMatchObject({ id: null, error: { code } })
    expect(answer.error?.message).toContain(said)
  }
})

it('that is malformed is answered with the id of its request', async () => {
  const send = await open()
  const bodies: [body: object, code: number][] = [
    [{ jsonrpc: '2.0', id: 'a', method: 'ping', params: [] }, -32602],
    [{ jsonrpc: '2.0', id: 'a', method: 7 }, -32600],
    [{ id: 'a', method: 'ping' }, -32600],
  ]
  for (const [body, code] of bodies) {
    const response = await send(JSON.stringify(body), JSON_TYPE)
    expect(response.status).toBe(400)
    expect(await answerIn(response)).toMatchObject({ id: 'a', error: { code } })
  }
})

it('with a batch is answered for each request, though one has wrong params', async () => {
  const send = await open()
  const batch = [
    { jsonrpc: '2.0', id: 1, method: 'ping', params: null },
    { jsonrpc: '2.0', id: 2, method: 'tools/call', params: {} },
  ]
  const response = await send(JSON.stringify(batch), JSON_TYPE)
  expect(await response.json()).toMatchObject([
    { id: 1, result: {} },
    { id: 2, error: { code: -32602, message: '`params.name` is missing; it must be a string.' } },
  ])
})

it('that is refused while it arrives leaves its connection for the next request', async () => {
  const bodies = new RequestBodies({ hasTenants: true, held: new TenantCounts() })
  const ports = new Set<unknown>()
  const server = createServer((received, response) => {
    ports.add(received.socket.remotePort)
    // No body is released, so that the memory of the tenant is used up.
    bodies.read(received, received.url ?? '', new Promise(() => {})).then(
      () => response.end(),
      (error: HttpError) => response.writeHead(error.status).end(),
    )
  })
  onTestFinished(() => void server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  const post = async (path: string, size: number) => {
    const sent = request({ agent, path, method: 'POST', headers: JSON_TYPE, ...address(server) })
    sent.end(JSON.stringify('x'.repeat(size)))
    const [response] = await once(sent, 'response')
    await once(response.resume(), 'end')
    return response.statusCode
  }
  for (let i = 0; i < 16; i++) expect(await post('/greedy', 4_000_000)).toBe(200)
  expect(await post('/greedy', 4_000_000)).toBe(429)
  expect(await post('/other', 100)).toBe(200)
  expect(ports.size).toBe(1)
})

function address(server: Server): { port: number } {
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('No port')
  return { port: bound.port }
}
