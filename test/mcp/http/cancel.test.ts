import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it } from 'vitest'
import { answerIn, call, cancelled, connect, post } from '../../support/http.ts'
import { serveWaiting, WAITING } from '../../support/waiting-run.ts'

describe('a call to Apify is aborted', () => {
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
  ])('when its client disconnects while waiting for %s', async (_, accept) => {
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
  ])('and the waiting request gets %s (%s, %j)', async (_, accept, id) => {
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

  it('in a batch, while the other calls are answered', async () => {
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
  it.each(['application/json', 'text/event-stream'])(
    'does not reach Apify (%s)',
    async (accept) => {
      const { fake, url } = await serveWaiting()
      const headers = { 'mcp-protocol-version': '2025-03-26', 'mcp-session-id': 'mark', accept }
      const batch = [call(1, 'get_run', WAITING), cancelled(1)]
      const response = await post(url, batch, { token: fake.token, headers })
      expect(response.status).toBe(200)
      expect(await response.text()).not.toContain('result')
      expect(fake.requests).toEqual([])
    },
  )
})

describe('a call continues', () => {
  it('when another tenant or client, or an id of the wrong type, cancels it', async () => {
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

  it('when the cancellation could mean either of two calls', async () => {
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
