import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it } from 'vitest'
import { DEFAULT_TOOLS } from '../../support/default-tools.ts'
import { answerIn, call, connect, post, startHttp } from '../../support/http.ts'
import { seed } from '../../support/seeded-server.ts'

describe('a client over HTTP', () => {
  it('lists and calls tools with its own token', async () => {
    const fake = await seed()
    const { url, stdout } = await startHttp({ fake })
    const { client, transport } = await connect(url, fake.token)
    expect((await client.listTools()).tools).toHaveLength(DEFAULT_TOOLS.length)
    const result = CallToolResultSchema.parse(await client.callTool({ name: 'whoami' }))
    expect(result.structuredContent).toMatchObject({ mode: 'cloud', username: 'alice' })
    expect(transport.sessionId).toMatch(/^[\w-]{36}$/)
    await transport.terminateSession()
    expect(stdout()).toBe('')
  })

  it('gets an error that says its token is wrong and how to fix it', async () => {
    const fake = await seed()
    const { url } = await startHttp({ fake })
    const { client } = await connect(url, 'wrong-token')
    const result = CallToolResultSchema.parse(await client.callTool({ name: 'whoami' }))
    expect(result.isError).toBe(true)
    expect(JSON.stringify(result.content)).toContain('Authorization: Bearer')
    expect(JSON.stringify(result.content)).not.toContain('wrong-token')
  })

  it('gets progress on the stream of the response', async () => {
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

  it('reaches the local platform without a token on this machine', async () => {
    const { url } = await startHttp({ args: ['--local'] })
    const { client } = await connect(url)
    const result = await client.callTool({ name: 'whoami' })
    expect(result.structuredContent).toMatchObject({ mode: 'local' })
  })

  it('without a token never uses the token of the server', async () => {
    const fake = await seed()
    const { url } = await startHttp({ fake, env: { APIFY_TOKEN: fake.token } })
    expect((await post(url, call(1, 'whoami'))).status).toBe(401)
    const { result } = await answerIn(await post(url, call(1, 'whoami'), { token: 'other' }))
    expect(result?.isError).toBe(true)
  })
})

describe('the form of the response', () => {
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

  it('is a stream when the call asks for progress or waits, if the client accepts one', async () => {
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

  it('is answered in a protocol version that has batches', async () => {
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
    ['2025-06-18', batch, 'does not support batches'],
    ['2025-03-26', [], '1 to 100'],
    ['2025-03-26', Array.from({ length: 101 }, (_, i) => call(i, 'whoami')), '1 to 100'],
    ['2025-03-26', [call(1, 'whoami'), call(1, 'whoami')], 'same id'],
  ])('is refused in %s when it is malformed (%#)', async (version, body, named) => {
    const { url } = await startHttp()
    const headers = { 'mcp-protocol-version': version }
    const response = await post(url, body, { token: 'a', headers })
    expect(response.status).toBe(400)
    expect((await answerIn(response)).error?.message).toContain(named)
  })
})
