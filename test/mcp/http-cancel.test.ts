import { EventEmitter, once } from 'node:events'
import type { Server } from 'node:http'
import { createServer, request as httpRequest } from 'node:http'
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { FakeRequest } from '../fakes/server.ts'
import { seed } from '../tools/seeded.ts'
import { answerIn, call, cancelled, connect, post, startHttp } from './http-harness.ts'

const STATUS = 'GET /v2/actor-runs/run1'
const WAITING = { runId: 'run1', waitSecs: 45 }

/** A server and a run that does not end, so that a call waits at Apify until it is stopped. */
async function serveWaiting(args: string[] = []) {
  const fake = await seed()
  fake.setRun({ id: 'run1', status: 'RUNNING' })
  const waits = new EventEmitter()
  const waiting = once(waits, 'request')
  fake.on(STATUS, (request) => {
    if (Number(request.query.waitForFinish ?? 0) > 0) waits.emit('request', request)
    return 'pass'
  })
  return {
    fake,
    /** The request at Apify that waits for the run. */
    async upstream(): Promise<FakeRequest> {
      const [request] = await waiting
      return request
    },
    ...(await startHttp({ fake, args })),
  }
}

describe('a call stops at Apify', () => {
  it('when its client cancels it', async () => {
    const { fake, upstream, url, logged } = await serveWaiting()
    const { client } = await connect(url, fake.token)
    const abort = new AbortController()
    const answer = client.callTool({ name: 'get_run', arguments: WAITING }, CallToolResultSchema, {
      signal: abort.signal,
    })
    const { closed } = await upstream()
    abort.abort('no longer needed')
    await expect(answer).rejects.toThrow()
    expect(await closed).toEqual({ whole: false })
    await logged(({ calls }) => JSON.stringify(calls ?? '').includes('"cancelled"'))
    expect(await client.callTool({ name: 'whoami' })).toHaveProperty('structuredContent')
  })

  it.each([
    ['a stream', 'text/event-stream'],
    ['a document', 'application/json'],
  ])('when its client goes away that waits for %s', async (_, accept) => {
    const { fake, upstream, url } = await serveWaiting()
    const abort = new AbortController()
    const answer = post(url, call(1, 'get_run', WAITING), {
      token: fake.token,
      headers: { accept },
      signal: abort.signal,
    }).then((response) => response.text())
    const { closed } = await upstream()
    abort.abort()
    await expect(answer).rejects.toThrow()
    expect(await closed).toEqual({ whole: false })
  })

  it.each<[form: string, accept: string, id: string | number]>([
    ['a document with an error', 'application/json', 7],
    ['a document with an error', 'application/json', 0],
    ['the end of the stream', 'text/event-stream', 'seven'],
  ])('and the request that waited gets %s (%s, %j)', async (_, accept, id) => {
    const { fake, upstream, url } = await serveWaiting()
    const headers = { 'mcp-session-id': 'mark' }
    const waiting = post(url, call(id, 'get_run', WAITING), {
      token: fake.token,
      headers: { ...headers, accept },
    })
    const { closed } = await upstream()
    await post(url, cancelled(id), { token: fake.token, headers })
    expect(await closed).toEqual({ whole: false })
    const response = await waiting
    if (accept === 'application/json') {
      expect(await answerIn(response)).toMatchObject({ id, error: { code: -32000 } })
    } else expect(await response.text()).not.toContain('data:')
  })

  it('one of a batch, while the others are answered', async () => {
    const { fake, upstream, url } = await serveWaiting()
    const headers = { 'mcp-protocol-version': '2025-03-26', 'mcp-session-id': 'mark' }
    const batch = [call(1, 'get_run', WAITING), call(2, 'whoami')]
    const waiting = post(url, batch, { token: fake.token, headers })
    const { closed } = await upstream()
    await post(url, cancelled(1), { token: fake.token, headers })
    expect(await closed).toEqual({ whole: false })
    const text = await (await waiting).text()
    expect(text).toContain('"alice"')
    expect(text).toContain('cancelled')
  })
})

describe('a call that was cancelled before it began', () => {
  it.each(['application/json', 'text/event-stream'])('never reaches Apify (%s)', async (accept) => {
    const { fake, url } = await serveWaiting()
    const headers = { 'mcp-protocol-version': '2025-03-26', 'mcp-session-id': 'mark', accept }
    const batch = [call(1, 'get_run', WAITING), cancelled(1)]
    const response = await post(url, batch, { token: fake.token, headers })
    expect(response.status).toBe(200)
    expect(await response.text()).not.toContain('result')
    expect(fake.requests).toEqual([])
  })
})

describe('a call goes on', () => {
  it('when another tenant, another client or a wrong type of id cancels it', async () => {
    const { fake, upstream, url } = await serveWaiting()
    const { token } = fake
    const mark = { 'mcp-session-id': 'mine' }
    const waiting = post(url, call(5, 'get_run', WAITING), { token, headers: mark })
    await upstream()
    const others: [number | string, string, Record<string, string>][] = [
      [5, 'other-token', mark],
      [5, token, { 'mcp-session-id': 'theirs' }],
      [5, token, {}],
      ['5', token, mark],
      [6, token, mark],
    ]
    for (const [id, sender, headers] of others)
      expect((await post(url, cancelled(id), { token: sender, headers })).status).toBe(202)
    fake.setRun({ id: 'run1', status: 'SUCCEEDED' })
    const { result } = await answerIn(await waiting)
    expect(result?.structuredContent).toMatchObject({ status: 'SUCCEEDED' })
  })

  it('when it is not clear which of two is meant', async () => {
    const { fake, url } = await serveWaiting()
    const { token } = fake
    const waiting = [1, 2].map(() => post(url, call(5, 'get_run', WAITING), { token }))
    await Promise.all(waiting)
    await post(url, cancelled(5), { token })
    fake.setRun({ id: 'run1', status: 'SUCCEEDED' })
    for (const response of await Promise.all(waiting))
      expect(await answerIn(response)).toHaveProperty(
        'result.structuredContent.status',
        'SUCCEEDED',
      )
  })
})

describe('SIGTERM', () => {
  it('lets a call end, takes no more, and exits with 0', async () => {
    const { fake, upstream, url, child, exited, stdout } = await serveWaiting()
    const waiting = post(url, call(1, 'get_run', WAITING), { token: fake.token })
    await upstream()
    child.kill('SIGTERM')
    await untilRefused(url)
    fake.setRun({ id: 'run1', status: 'SUCCEEDED' })
    expect(await answerIn(await waiting)).toHaveProperty(
      'result.structuredContent.status',
      'SUCCEEDED',
    )
    expect(await exited).toEqual({ code: 0, signal: null })
    expect(stdout()).toBe('')
  })

  it('ends calls that take too long with an error, in a document and in a stream', async () => {
    const { fake, url, child, exited } = await serveWaiting()
    const calls = ['application/json', 'text/event-stream'].map((accept, id) =>
      post(url, call(id, 'get_run', WAITING), { token: fake.token, headers: { accept } }),
    )
    const waits = () => fake.sent(STATUS).filter(({ query }) => Number(query.waitForFinish) > 0)
    await expect.poll(waits).toHaveLength(calls.length)
    child.kill('SIGTERM')
    for (const [sent, answer] of (await Promise.all(calls)).entries()) {
      const { id, error } = await answerIn(answer)
      expect(id).toBe(sent)
      expect(error?.message).toContain('shutting down')
    }
    // Waits come in slices; the last ones were cut off.
    for (const { closed } of waits().slice(-calls.length))
      expect(await closed).toEqual({ whole: false })
    expect(await exited).toEqual({ code: 0, signal: null })
  })

  it('does not wait for idle clients', async () => {
    const { fake, url, child, exited } = await serveWaiting()
    const { client } = await connect(url, fake.token)
    await client.listTools()
    child.kill('SIGTERM')
    expect(await exited).toEqual({ code: 0, signal: null })
  })
})

/** Settles once the server takes no more connections. */
async function untilRefused(url: string): Promise<void> {
  for (;;) {
    const request = httpRequest(url, { agent: false, method: 'GET' }).end()
    const answer = await Promise.race([once(request, 'response'), once(request, 'error')]).catch(
      (error) => [error],
    )
    request.on('error', () => {}).destroy()
    if (answer[0] instanceof Error) return
  }
}

describe('two replicas behind a proxy that takes turns', () => {
  it('serve every client, whose requests go to both', async () => {
    const fake = await seed()
    const replicas = await Promise.all([startHttp({ fake }), startHttp({ fake })])
    const turns = [0, 0]
    const proxy = createServer((incoming, response) => {
      const turn = (turns[0] ?? 0) <= (turns[1] ?? 0) ? 0 : 1
      turns[turn] = (turns[turn] ?? 0) + 1
      const { method, headers } = incoming
      const onward = httpRequest(replicas[turn]?.url ?? '', { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      })
      incoming.pipe(onward)
    })
    const url = await listen(proxy)
    const clients = await Promise.all(
      Array.from({ length: 10 }, () => connect(`${url}/mcp`, fake.token)),
    )
    await Promise.all(
      clients.map(async ({ client }) => {
        for (let i = 0; i < 10; i++) {
          const result = await client.callTool({ name: 'whoami' })
          expect(result.structuredContent).toMatchObject({ username: 'alice' })
        }
      }),
    )
    const [one = 0, two = 0] = turns
    expect(one).toBeGreaterThan(50)
    expect(Math.abs(one - two)).toBeLessThanOrEqual(1)
  })
})

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return `http://127.0.0.1:${address.port}`
}
