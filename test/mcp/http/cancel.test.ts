import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it } from 'vitest'
import { answerIn, call, cancelled, connect, openSession, post } from '../../support/http.ts'
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

  it.each<[form: string, accept: string, id: string | number]>([
    ['a document with an error', 'application/json', 7],
    ['a document with an error', 'application/json', 0],
    ['the end of the stream', 'text/event-stream', 'seven'],
  ])('and the waiting request gets %s (%s, %j)', async (_, accept, id) => {
    const { fake, upstream, url } = await serveWaiting()
    const headers = await openSession(url, fake.token)
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
    const session = await openSession(url, fake.token)
    const headers = { 'mcp-protocol-version': '2025-03-26', ...session }
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
      const session = await openSession(url, fake.token)
      const headers = { 'mcp-protocol-version': '2025-03-26', ...session, accept }
      const batch = [call(1, 'get_run', WAITING), cancelled(1)]
      const response = await post(url, batch, { token: fake.token, headers })
      expect(response.status).toBe(200)
      expect(await response.text()).not.toContain('result')
      expect(fake.requests).toEqual([])
    },
  )
})

describe('a call continues', () => {
  it('when another tenant or window, or an id of the wrong type, cancels it', async () => {
    const { fake, upstream, url } = await serveWaiting()
    const { token } = fake
    const [own, other] = [await openSession(url, token), await openSession(url, token)]
    const waiting = post(url, call(5, 'get_run', WAITING), { token, headers: own })
    await upstream()
    const others: [number | string, string, Record<string, string>][] = [
      [5, 'other-token', own],
      [5, token, other],
      [5, token, { 'mcp-session-id': `${own['mcp-session-id']}0` }],
      [5, token, {}],
      ['5', token, own],
      [6, token, own],
    ]
    for (const [id, sender, headers] of others)
      expect((await post(url, cancelled(id), { token: sender, headers })).status).toBe(202)
    fake.setRun({ id: 'run1', status: 'SUCCEEDED' })
    const { result } = await answerIn(await waiting)
    expect(result?.structuredContent).toMatchObject({ status: 'SUCCEEDED' })
  })

  it.each([
    ['without a session id', {}],
    ['with an id that no server gave out', { 'mcp-session-id': 'mark' }],
  ])('when it is sent and cancelled %s', async (_, headers: Record<string, string>) => {
    const { fake, upstream, url } = await serveWaiting()
    const { token } = fake
    const waiting = post(url, call(5, 'get_run', WAITING), { token, headers })
    await upstream()
    await post(url, cancelled(5), { token, headers })
    fake.setRun({ id: 'run1', status: 'SUCCEEDED' })
    expect(await answerIn(await waiting)).toHaveProperty(
      'result.structuredContent.status',
      'SUCCEEDED',
    )
  })

  it.each([
    ['a stream', 'text/event-stream'],
    ['a document', 'application/json'],
  ])('when its client disconnects while waiting for %s', async (_, accept) => {
    const { fake, upstream, url, logged, waits } = await serveWaiting()
    const abort = new AbortController()
    const answer = post(url, call(1, 'get_run', WAITING), {
      token: fake.token,
      headers: { accept },
      signal: abort.signal,
    }).then((response) => response.text())
    const { closed } = await upstream()
    abort.abort()
    await expect(answer).rejects.toThrow()
    const line = await logged(({ aborted }) => aborted === true)
    expect(line).toMatchObject({ calls: [{ tool: 'get_run', outcome: 'continues' }] })
    fake.setRun({ id: 'run1', status: 'SUCCEEDED' })
    expect(await closed).toEqual({ whole: true })
    expect(waits()).toHaveLength(1)
  })
})

describe('a call whose client is gone', () => {
  it('takes no slot, and can still be cancelled', async () => {
    const { fake, upstream, url, logged } = await serveWaiting()
    const { token } = fake
    const headers = await openSession(url, token)
    const abort = new AbortController()
    const options = { token, headers, signal: abort.signal }
    const lost = post(url, call(7, 'get_run', WAITING), options)
      .then((response) => response.text())
      .catch(() => {})
    const { closed } = await upstream()
    abort.abort()
    await lost
    await logged(({ aborted }) => aborted === true)
    const metrics = await (await fetch(url.replace('/mcp', '/metrics'))).text()
    expect(metrics).toContain('apify_agent_tools_http_requests_in_flight 0\n')
    expect(metrics).toContain('apify_agent_tools_calls_in_flight 1\n')
    await post(url, cancelled(7), { token, headers })
    expect(await closed).toEqual({ whole: false })
  })
})
