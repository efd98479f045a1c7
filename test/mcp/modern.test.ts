import { EventEmitter, once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { FakeRequest } from '../fakes/server.ts'
import { HANDSHAKE, startRaw } from '../harness.ts'
import { seed } from '../tools/seeded.ts'
import { answerIn, post, startHttp } from './http-harness.ts'

const VERSION = '2026-07-28'
const WAITING = { name: 'get_run', arguments: { runId: 'run1', waitSecs: 45 } }

function envelope(version = VERSION, meta: object = {}) {
  return {
    _meta: {
      'io.modelcontextprotocol/protocolVersion': version,
      'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1.0.0' },
      'io.modelcontextprotocol/clientCapabilities': {},
      ...meta,
    },
  }
}

function ask(id: number, method: string, params: object = {}, version = VERSION) {
  return { jsonrpc: '2.0', id, method, params: { ...envelope(version), ...params } }
}

const headersOf = (method: string, name?: string) => ({
  'mcp-protocol-version': VERSION,
  'mcp-method': method,
  ...(name !== undefined && { 'mcp-name': name }),
})

const list = z.looseObject({ result: z.looseObject({ tools: z.array(z.unknown()).min(1) }) })
const toolsIn = (message: unknown) => list.parse(message).result.tools

/** What is listened for where nothing is heard of, since no list and no data is ever announced. */
const LISTENING = { notifications: { toolsListChanged: true, resourceSubscriptions: ['a:b'] } }
const HEARD_OF_NOTHING = {
  method: 'notifications/subscriptions/acknowledged',
  params: { notifications: {}, _meta: { 'io.modelcontextprotocol/subscriptionId': 1 } },
}

/** A server and a run that does not end, so that a call waits at Apify until it is stopped. */
async function serveWaiting() {
  const fake = await seed()
  fake.setRun({ id: 'run1', status: 'RUNNING' })
  const waits = new EventEmitter()
  const waiting: Promise<[FakeRequest]> = once(waits, 'request').then(([request]) => [request])
  fake.on('GET /v2/actor-runs/run1', (request) => {
    if (Number(request.query.waitForFinish ?? 0) > 0) waits.emit('request', request)
    return 'pass'
  })
  return { fake, upstream: async () => (await waiting)[0] }
}

describe('one connection over stdio', () => {
  it('serves each message in the version that it names', async () => {
    const fake = await seed()
    const { write, answer, child, exited } = await startRaw({ fake })
    write(JSON.stringify(ask(2, 'server/discover')), JSON.stringify(ask(3, 'tools/list')))
    expect(await answer(2)).toMatchObject({
      result: { supportedVersions: [VERSION], capabilities: { tools: {} } },
    })
    const listed = await answer(3)
    expect(listed).toMatchObject({
      result: { resultType: 'complete', cacheScope: 'public', ttlMs: 300_000 },
    })
    write(...HANDSHAKE, JSON.stringify({ jsonrpc: '2.0', id: 4, method: 'tools/list' }))
    expect(await answer(1)).toMatchObject({ result: { protocolVersion: '2025-06-18' } })
    const old = await answer(4)
    expect(old).not.toHaveProperty('result.ttlMs')
    expect(toolsIn(old)).toEqual(toolsIn(listed))
    child.stdin.end()
    expect(await exited).toMatchObject({ code: 0, stray: [], stderr: '' })
  })

  it('answers a version it does not know with those it does, at any time', async () => {
    const { write, answer } = await startRaw({ fake: await seed() })
    for (const id of [1, 3]) {
      write(JSON.stringify(ask(id, 'tools/list', {}, '2031-01-01')))
      expect(await answer(id)).toMatchObject({ error: { code: -32022 } })
      write(JSON.stringify(ask(id + 1, 'tools/list')))
      expect(await answer(id + 1)).toHaveProperty('result.tools')
    }
  })

  it('stops a call at Apify when its client cancels it', async () => {
    const { fake, upstream } = await serveWaiting()
    const { write, answer, messages } = await startRaw({ fake })
    write(JSON.stringify(ask(1, 'tools/call', WAITING)))
    const { closed } = await upstream()
    const params = { requestId: 1 }
    write(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params }))
    expect(await closed).toEqual({ whole: false })
    write(JSON.stringify(ask(2, 'tools/list')))
    await answer(2)
    expect(messages.map(({ id }) => id)).toEqual([2])
  })

  it('acknowledges who listens, for nothing', async () => {
    const { write, answer, messages } = await startRaw({ fake: await seed() })
    write(JSON.stringify(ask(1, 'subscriptions/listen', LISTENING)))
    write(JSON.stringify(ask(2, 'tools/list')))
    await answer(2)
    expect(messages[0]).toMatchObject(HEARD_OF_NOTHING)
  })

  it('answers what was asked before stdin was closed', async () => {
    const { write, child, exited, messages } = await startRaw({ fake: await seed() })
    write(JSON.stringify(ask(1, 'server/discover')), JSON.stringify(ask(2, 'tools/list')))
    child.stdin.end()
    expect(await exited).toMatchObject({ code: 0, stray: [] })
    expect(messages.map(({ id }) => id)).toEqual([1, 2])
  })
})

describe('over HTTP', () => {
  it('a call needs no handshake, but a token', async () => {
    const fake = await seed()
    const { url } = await startHttp({ fake })
    const message = ask(1, 'tools/call', { name: 'whoami', arguments: {} })
    const headers = headersOf('tools/call', 'whoami')
    const refused = await post(url, message, { headers })
    expect(refused.status).toBe(401)
    expect(refused.headers.get('www-authenticate')).toContain('resource_metadata=')
    const response = await post(url, message, { headers, token: fake.token })
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(response.headers.get('mcp-session-id')).toBeNull()
    expect(await answerIn(response)).toMatchObject({ result: { resultType: 'complete' } })
  })

  it.each([
    ['Mcp-Method is missing', { 'mcp-protocol-version': VERSION, 'mcp-name': 'whoami' }],
    ['Mcp-Method names another', headersOf('tools/list', 'whoami')],
    ['Mcp-Name is missing', headersOf('tools/call')],
    ['Mcp-Name names another', headersOf('tools/call', 'get_run')],
    ['the version is missing', { 'mcp-method': 'tools/call', 'mcp-name': 'whoami' }],
  ])('a request is refused and calls nothing where %s', async (_, headers) => {
    const fake = await seed()
    const { url } = await startHttp({ fake })
    const message = ask(5, 'tools/call', { name: 'whoami', arguments: {} })
    const response = await post(url, message, { headers, token: fake.token })
    expect(response.status).toBe(400)
    expect(await answerIn(response)).toMatchObject({ id: 5, error: { code: -32020 } })
    expect(fake.requests).toEqual([])
  })

  it('a version that is not known is answered with those that are', async () => {
    const fake = await seed()
    const { url } = await startHttp({ fake })
    const headers = { ...headersOf('tools/list'), 'mcp-protocol-version': '2031-01-01' }
    const message = ask(1, 'tools/list', {}, '2031-01-01')
    const response = await post(url, message, { headers, token: fake.token })
    expect(response.status).toBe(400)
    expect(await answerIn(response)).toMatchObject({
      error: { code: -32022, data: { supported: [VERSION] } },
    })
  })

  it.each([['application/json'], ['application/json, text/event-stream']])(
    'a call stops at Apify when its client goes away (%s)',
    async (accept) => {
      const { fake, upstream } = await serveWaiting()
      const { url } = await startHttp({ fake })
      const abort = new AbortController()
      const headers = { ...headersOf('tools/call', 'get_run'), accept }
      const options = { token: fake.token, headers, signal: abort.signal }
      const answer = post(url, ask(1, 'tools/call', WAITING), options).then((it) => it.text())
      const { closed } = await upstream()
      abort.abort()
      await expect(answer).rejects.toThrow()
      expect(await closed).toEqual({ whole: false })
    },
  )

  it('who listens is acknowledged, for nothing, and need not wait', async () => {
    const fake = await seed()
    const { url } = await startHttp({ fake })
    const message = ask(1, 'subscriptions/listen', LISTENING)
    const headers = headersOf('subscriptions/listen')
    const text = await (await post(url, message, { headers, token: fake.token })).text()
    const [first, last] = [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) =>
      JSON.parse(data ?? ''),
    )
    expect(first).toMatchObject(HEARD_OF_NOTHING)
    expect(last).toMatchObject({ id: 1, result: { resultType: 'complete' } })
  })

  it('progress is told in the stream, and only where there is one', async () => {
    const { fake, upstream } = await serveWaiting()
    const { url } = await startHttp({ fake })
    const asked = { ...envelope(VERSION, { progressToken: 'p' }), ...WAITING }
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: asked }
    const response = await post(url, message, {
      token: fake.token,
      headers: headersOf('tools/call', 'get_run'),
    })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    await upstream()
    fake.setRun({ id: 'run1', status: 'SUCCEEDED' })
    const text = await response.text()
    expect(text).toContain('"progressToken":"p"')
    expect(text).toContain('SUCCEEDED')
    const document = await post(url, message, {
      token: fake.token,
      headers: { ...headersOf('tools/call', 'get_run'), accept: 'application/json' },
    })
    expect(document.headers.get('content-type')).toBe('application/json')
    expect(await answerIn(document)).toHaveProperty('result.structuredContent.status', 'SUCCEEDED')
  })

  it('calls that outlast the shutdown are ended with an error, in either form', async () => {
    const { fake } = await serveWaiting()
    const { url, child, exited } = await startHttp({ fake })
    const forms = ['application/json', 'application/json, text/event-stream']
    const calls = forms.map((accept, id) => {
      const headers = { ...headersOf('tools/call', 'get_run'), accept }
      return post(url, ask(id, 'tools/call', WAITING), { token: fake.token, headers })
    })
    const waits = () => fake.requests.filter(({ query }) => Number(query.waitForFinish) > 0)
    await expect.poll(waits).toHaveLength(calls.length)
    child.kill('SIGTERM')
    for (const [sent, answer] of (await Promise.all(calls)).entries()) {
      const { id, error } = await answerIn(answer)
      expect(id).toBe(sent)
      expect(error?.message).toContain('shutting down')
    }
    expect(await exited).toEqual({ code: 0, signal: null })
  })

  it('requests beyond the room of the server are told to come again', async () => {
    const { fake, upstream } = await serveWaiting()
    const { url } = await startHttp({ fake, args: ['--max-concurrency=1'] })
    const options = { token: fake.token, headers: headersOf('tools/call', 'get_run') }
    const first = post(url, ask(1, 'tools/call', WAITING), options)
    await upstream()
    expect((await post(url, ask(2, 'tools/call', WAITING), options)).status).toBe(429)
    fake.setRun({ id: 'run1', status: 'SUCCEEDED' })
    expect(await answerIn(await first)).toMatchObject({ result: { resultType: 'complete' } })
  })
})
