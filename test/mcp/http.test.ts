import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startFakeApify } from '../fakes/apify.ts'
import { seed } from '../tools/seeded.ts'
import { answerIn, call, connect, INITIALIZE, post, startHttp } from './http-harness.ts'

describe('a client over HTTP', () => {
  it('lists and calls tools with its own token', async () => {
    const fake = await seed()
    const { url, stdout } = await startHttp({ fake })
    const { client, transport } = await connect(url, fake.token)
    expect((await client.listTools()).tools).toHaveLength(18)
    const result = CallToolResultSchema.parse(await client.callTool({ name: 'whoami' }))
    expect(result.structuredContent).toMatchObject({ mode: 'cloud', username: 'alice' })
    expect(transport.sessionId).toMatch(/^[\w-]{36}$/)
    await transport.terminateSession()
    expect(stdout()).toBe('')
  })

  it('is told that its token is wrong, and how to mend it', async () => {
    const fake = await seed()
    const { url } = await startHttp({ fake })
    const { client } = await connect(url, 'wrong-token')
    const result = CallToolResultSchema.parse(await client.callTool({ name: 'whoami' }))
    expect(result.isError).toBe(true)
    expect(JSON.stringify(result.content)).toContain('Authorization: Bearer')
    expect(JSON.stringify(result.content)).not.toContain('wrong-token')
  })

  it('gets progress on the stream of the answer', async () => {
    const fake = await seed()
    fake.setRun({ id: 'run1', status: 'RUNNING', statusMessage: 'Crawling' })
    const { url } = await startHttp({ fake })
    const { client } = await connect(url, fake.token)
    const messages: (string | undefined)[] = []
    const result = await client.callTool(
      { name: 'get_run', arguments: { runId: 'run1', waitSecs: 20 } },
      CallToolResultSchema,
      {
        onprogress: ({ message }) => {
          messages.push(message)
          fake.setRun({ id: 'run1', status: 'SUCCEEDED', statusMessage: 'Done' })
        },
      },
    )
    expect(messages.length).toBeGreaterThan(0)
    expect(result.structuredContent).toMatchObject({ status: 'SUCCEEDED' })
  })

  it('serves the local platform to anyone on this machine', async () => {
    const { url } = await startHttp({ args: ['--local'] })
    const { client } = await connect(url)
    const result = await client.callTool({ name: 'whoami' })
    expect(result.structuredContent).toMatchObject({ mode: 'local' })
  })

  it('never falls back on the token of the server', async () => {
    const fake = await seed()
    const { url } = await startHttp({ fake, env: { APIFY_TOKEN: fake.token } })
    expect((await post(url, call(1, 'whoami'))).status).toBe(401)
    const { result } = await answerIn(await post(url, call(1, 'whoami'), { token: 'other' }))
    expect(result?.isError).toBe(true)
  })
})

describe('the form of the answer', () => {
  it.each<[accept: string, type: string]>([
    ['application/json, text/event-stream', 'application/json'],
    ['application/json', 'application/json'],
    ['text/event-stream', 'text/event-stream'],
    ['text/event-stream, application/json;q=0', 'text/event-stream'],
    ['*/*', 'application/json'],
    ['application/*;q=0.5', 'application/json'],
  ])('%s is answered by %s', async (accept, type) => {
    const fake = await seed()
    const { url } = await startHttp({ fake })
    const response = await post(url, call(7, 'whoami'), { token: fake.token, headers: { accept } })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(await answerIn(response)).toMatchObject({
      id: 7,
      result: { structuredContent: { username: 'alice' } },
    })
  })

  it('is a stream where the call asks for progress or waits, if the client takes one', async () => {
    const fake = await seed()
    const { url } = await startHttp({ fake })
    const typeOf = async (message: object, accept?: string) => {
      const response = await post(url, message, {
        token: fake.token,
        ...(accept && { headers: { accept } }),
      })
      expect(await answerIn(response)).toHaveProperty('result.structuredContent')
      return response.headers.get('content-type')
    }
    const waiting = call(1, 'get_run', { runId: 'run1', waitSecs: 5 })
    expect(await typeOf(waiting)).toBe('text/event-stream')
    expect(await typeOf(waiting, 'application/json')).toBe('application/json')
    expect(await typeOf(call(1, 'whoami', {}, { progressToken: 'p' }))).toBe('text/event-stream')
  })
})

describe('a batch', () => {
  const batch = [call(1, 'whoami'), { jsonrpc: '2.0', id: 2, method: 'ping' }]

  it('is answered in the protocol that has them', async () => {
    const fake = await seed()
    const { url } = await startHttp({ fake })
    const response = await post(url, batch, {
      token: fake.token,
      headers: { 'mcp-protocol-version': '2025-03-26' },
    })
    const answers: unknown = await response.json()
    expect(answers).toMatchObject([
      { id: 1, result: { structuredContent: { username: 'alice' } } },
      { id: 2, result: {} },
    ])
  })

  it.each<[string, unknown, string]>([
    ['2025-06-18', batch, 'has no batches'],
    ['2025-03-26', [], 'from 1 to 100'],
    ['2025-03-26', Array.from({ length: 101 }, (_, i) => call(i, 'whoami')), 'from 1 to 100'],
    ['2025-03-26', [call(1, 'whoami'), call(1, 'whoami')], 'same id'],
  ])('is refused in %s where it is wrong (%#)', async (version, body, named) => {
    const { url } = await startHttp()
    const headers = { 'mcp-protocol-version': version }
    const response = await post(url, body, { token: 'a', headers })
    expect(response.status).toBe(400)
    expect((await answerIn(response)).error?.message).toContain(named)
  })
})

describe('1,000 interleaved calls of 20 tokens', () => {
  it('are each answered with the account of its own token', async () => {
    const fake = await startFakeApify()
    onTestFinished(() => fake.close())
    const seen = new Set<string>()
    // Not the token itself, which no answer would show.
    const nameOf = (token = '') => token.replace('apify_api_secret', 'owner')
    fake.on('* *', ({ headers, path }, response) => {
      const token = headers.authorization?.replace('Bearer ', '') ?? ''
      seen.add(token)
      response.writeHead(200, { 'content-type': 'application/json' })
      // Answers come in an order of their own, so that calls overlap.
      setTimeout(
        () =>
          response.end(
            JSON.stringify({ data: { id: `id-${nameOf(token)}`, username: nameOf(token), path } }),
          ),
        Math.random() * 30,
      )
      return undefined
    })
    const { url, stderr } = await startHttp({ fake })
    const tokens = Array.from({ length: 20 }, (_, i) => `apify_api_secret${i}x`)
    const calls = Array.from({ length: 1000 }, (_, i) => ({
      token: tokens[(i * 7) % 20] ?? '',
      // Ids collide between tenants, as those of real clients do.
      id: i % 50,
    }))
    const answers = await Promise.all(
      calls.map(async ({ token, id }) => answerIn(await post(url, call(id, 'whoami'), { token }))),
    )
    for (const [i, { id, result }] of answers.entries()) {
      expect(id).toBe(calls[i]?.id)
      expect(result?.structuredContent).toMatchObject({
        userId: `id-${nameOf(calls[i]?.token)}`,
        username: nameOf(calls[i]?.token),
      })
    }
    expect([...seen].sort()).toEqual([...tokens].sort())
    for (const token of tokens) expect(stderr()).not.toContain(token)
  })
})

describe('many slow calls', () => {
  it('wait at Apify all at once, while probes are answered', async () => {
    const fake = await seed()
    const held: (() => void)[] = []
    const all = new Promise<void>((resolve) => {
      fake.on('GET /v2/key-value-stores/store1/records/OUTPUT', async (): Promise<'pass'> => {
        if (held.length === 299) resolve()
        await new Promise<void>((release) => held.push(release))
        return 'pass'
      })
    })
    const { url, base } = await startHttp({ fake })
    const args = { storeId: 'store1', recordKey: 'OUTPUT' }
    const answers = Array.from({ length: 300 }, async (_, id) =>
      answerIn(await post(url, call(id, 'get_record', args), { token: fake.token })),
    )
    await all
    expect((await fetch(`${base}/healthz`)).status).toBe(200)
    const metrics = await (await fetch(`${base}/metrics`)).text()
    expect(metrics).toContain('apify_agent_tools_calls_in_flight 300\n')
    for (const release of held) release()
    for (const [id, answer] of (await Promise.all(answers)).entries())
      expect(answer).toMatchObject({ id, result: { structuredContent: { value: { ok: true } } } })
  })
})

describe('what is served beside MCP', () => {
  it('/healthz tells that it lives, and its version', async () => {
    const { base } = await startHttp()
    expect(await (await fetch(`${base}/healthz`)).json()).toEqual({
      status: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    })
    expect((await fetch(`${base}/healthz`, { method: 'HEAD' })).status).toBe(200)
  })

  it('/metrics counts calls by tool and outcome, and requests sent again', async () => {
    const fake = await seed()
    let broken = 1
    fake.on('GET /v2/users/me', (_, response) => {
      if (broken-- <= 0) return 'pass'
      response.writeHead(503).end()
      return undefined
    })
    const { url, base } = await startHttp({ fake })
    const { token } = fake
    await (await post(url, call(1, 'whoami'), { token })).text()
    await (await post(url, call(2, 'get_run', { runId: 'none' }), { token })).text()
    await (await post(url, call(3, 'made_up_tool'), { token })).text()
    await (await post(url, call(4, 'whoami'))).text()
    const response = await fetch(`${base}/metrics`)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    const text = await response.text()
    const lines = text.split('\n')
    expect(lines).toContain('apify_agent_tools_calls_total{tool="whoami",outcome="ok"} 1')
    expect(lines).toContain('apify_agent_tools_calls_total{tool="get_run",outcome="error"} 1')
    expect(lines).toContain('apify_agent_tools_calls_total{tool="unknown",outcome="error"} 1')
    expect(lines).toContain('apify_agent_tools_call_duration_seconds_count{tool="whoami"} 1')
    expect(lines).toContain('apify_agent_tools_upstream_retries_total 1')
    expect(lines).toContain('apify_agent_tools_calls_in_flight 0')
    expect(lines).toContain('apify_agent_tools_http_responses_total{status="401"} 1')
    expect(text).not.toContain('made_up_tool')
    expect(text).not.toContain(token)
  })

  it('the log tells of each call, and never of a token', async () => {
    const fake = await seed()
    const { url, logged, stderr } = await startHttp({ fake })
    await (await post(url, call(1, 'whoami'), { token: fake.token })).text()
    await fetch(`${url}?token=apify_api_inTheUrl`)
    const line = await logged(({ msg, status }) => msg === 'request' && status === 200)
    expect(line).toMatchObject({
      level: 'info',
      method: 'POST',
      path: '/mcp',
      methods: ['tools/call'],
      calls: [{ tool: 'whoami', outcome: 'ok' }],
    })
    await logged(({ status }) => status === 400)
    expect(stderr()).not.toContain(fake.token)
    expect(stderr()).not.toContain('inTheUrl')
  })

  it('the session id is a mark that any server takes', async () => {
    const fake = await seed()
    const { url } = await startHttp({ fake })
    const first = await post(url, INITIALIZE, { token: fake.token })
    const second = await post(url, INITIALIZE, { token: fake.token })
    const [one, two] = [first, second].map(({ headers }) => headers.get('mcp-session-id'))
    expect(one).not.toBe(two)
    const headers = { 'mcp-session-id': 'of-another-replica' }
    const answer = await post(url, call(2, 'whoami'), { token: fake.token, headers })
    expect(await answerIn(answer)).toHaveProperty('result.structuredContent.username', 'alice')
  })
})
