import { describe, expect, it } from 'vitest'
import { answerIn, post, startHttp } from '../../support/http.ts'
import {
  EMPTY_ACKNOWLEDGEMENT,
  envelope,
  LISTEN_PARAMS,
  modernRequest,
  WAIT_CALL,
} from '../../support/modern-messages.ts'
import { MODERN } from '../../support/protocol-versions.ts'
import { seed } from '../../support/seeded-server.ts'
import { expectShutDown, seedWaiting } from '../../support/waiting-run.ts'

const headersOf = (method: string, name?: string) => ({
  'mcp-protocol-version': MODERN,
  'mcp-method': method,
  ...(name !== undefined && { 'mcp-name': name }),
})

describe('over HTTP', () => {
  it('a call needs a token but no handshake', async () => {
    const fake = await seed()
    const { url } = await startHttp({ fake })
    const message = modernRequest(1, 'tools/call', { name: 'whoami', arguments: {} })
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
    ['Mcp-Method is missing', { 'mcp-protocol-version': MODERN, 'mcp-name': 'whoami' }],
    ['Mcp-Method names another', headersOf('tools/list', 'whoami')],
    ['Mcp-Name is missing', headersOf('tools/call')],
    ['Mcp-Name names another', headersOf('tools/call', 'get_run')],
    ['the version is missing', { 'mcp-method': 'tools/call', 'mcp-name': 'whoami' }],
  ])('a request is refused and no tool runs when %s', async (_, headers) => {
    const fake = await seed()
    const { url } = await startHttp({ fake })
    const message = modernRequest(5, 'tools/call', { name: 'whoami', arguments: {} })
    const response = await post(url, message, { headers, token: fake.token })
    expect(response.status).toBe(400)
    expect(await answerIn(response)).toMatchObject({ id: 5, error: { code: -32020 } })
    expect(fake.requests).toEqual([])
  })

  it('an unknown version is answered with the supported versions', async () => {
    const fake = await seed()
    const { url } = await startHttp({ fake })
    const headers = { ...headersOf('tools/list'), 'mcp-protocol-version': '2031-01-01' }
    const message = modernRequest(1, 'tools/list', {}, '2031-01-01')
    const response = await post(url, message, { headers, token: fake.token })
    expect(response.status).toBe(400)
    expect(await answerIn(response)).toMatchObject({
      error: { code: -32022, data: { supported: [MODERN] } },
    })
  })

  it.each([['application/json'], ['application/json, text/event-stream']])(
    'a call to Apify is aborted when its client disconnects (%s)',
    async (accept) => {
      const { fake, upstream } = await seedWaiting()
      const { url } = await startHttp({ fake })
      const abort = new AbortController()
      const headers = { ...headersOf('tools/call', 'get_run'), accept }
      const options = { token: fake.token, headers, signal: abort.signal }
      const answer = post(url, modernRequest(1, 'tools/call', WAIT_CALL), options).then((it) =>
        it.text(),
      )
      const { closed } = await upstream()
      abort.abort()
      await expect(answer).rejects.toThrow()
      expect(await closed).toEqual({ whole: false })
    },
  )

  it('a subscription is acknowledged with no notifications, and ends at once', async () => {
    const fake = await seed()
    const { url } = await startHttp({ fake })
    const message = modernRequest(1, 'subscriptions/listen', LISTEN_PARAMS)
    const headers = headersOf('subscriptions/listen')
    const text = await (await post(url, message, { headers, token: fake.token })).text()
    const [first, last] = [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) =>
      JSON.parse(data ?? ''),
    )
    expect(first).toMatchObject(EMPTY_ACKNOWLEDGEMENT)
    expect(last).toMatchObject({ id: 1, result: { resultType: 'complete' } })
  })

  it('progress is sent in the stream, and only when there is one', async () => {
    const { fake, upstream } = await seedWaiting()
    const { url } = await startHttp({ fake })
    const asked = { ...envelope(MODERN, { progressToken: 'p' }), ...WAIT_CALL }
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

  it('calls that outlast the shutdown end with an error, in either form', async () => {
    const { fake, waits, hold } = await seedWaiting()
    hold()
    const { url, child, exited } = await startHttp({ fake })
    const forms = ['application/json', 'application/json, text/event-stream']
    const calls = forms.map((accept, id) => {
      const headers = { ...headersOf('tools/call', 'get_run'), accept }
      return post(url, modernRequest(id, 'tools/call', WAIT_CALL), { token: fake.token, headers })
    })
    await expect.poll(waits).toHaveLength(calls.length)
    child.kill('SIGTERM')
    await expectShutDown(calls)
    expect(await exited).toEqual({ code: 0, signal: null })
  })

  it('requests over the concurrency limit get 429', async () => {
    const { fake, upstream } = await seedWaiting()
    const { url } = await startHttp({ fake, args: ['--max-concurrency=1'] })
    const options = { token: fake.token, headers: headersOf('tools/call', 'get_run') }
    const first = post(url, modernRequest(1, 'tools/call', WAIT_CALL), options)
    await upstream()
    expect((await post(url, modernRequest(2, 'tools/call', WAIT_CALL), options)).status).toBe(429)
    fake.setRun({ id: 'run1', status: 'SUCCEEDED' })
    expect(await answerIn(await first)).toMatchObject({ result: { resultType: 'complete' } })
  })
})
