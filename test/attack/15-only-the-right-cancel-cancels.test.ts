import { expect, it, onTestFinished } from 'vitest'
import { answerIn, call, cancelled, openSession, post, startHttp } from '../support/http.ts'
import { modernRequest, WAIT_CALL } from '../support/modern-messages.ts'
import { MODERN } from '../support/protocol-versions.ts'
import { seedWaiting, serveWaiting, WAITING } from '../support/waiting-run.ts'

const KEY = 'an-access-key-that-is-long-enough'
const ID = 7
const MODERN_CALL = {
  'mcp-protocol-version': MODERN,
  'mcp-method': 'tools/call',
  'mcp-name': 'get_run',
}

/** Starts a server on which two windows of one user have a call with the same id in progress. */
async function openWindows(
  sessions: (url: string, token: string) => Promise<Record<string, string>[]>,
) {
  const { fake, url, waits } = await serveWaiting()
  const { token } = fake
  const headers = await sessions(url, token)
  const calls = headers.map((each) =>
    post(url, call(ID, 'get_run', WAITING), { token, headers: each }),
  )
  await expect.poll(waits).toHaveLength(calls.length)
  return {
    headers,
    calls,
    waits,
    cancel: async (by: Record<string, string>) =>
      expect((await post(url, cancelled(ID), { token, headers: by })).status).toBe(202),
    finish: () => fake.setRun({ id: 'run1', status: 'SUCCEEDED' }),
  }
}

it('15 of two windows with the same token and request id only the right one ends, over HTTP, 2025-11-25', async () => {
  const { headers, calls, waits, cancel, finish } = await openWindows(async (url, token) => [
    await openSession(url, token),
    await openSession(url, token),
  ])
  await cancel(headers[1] ?? {})
  const ended = await Promise.race(waits().map(async ({ closed }, i) => ({ i, ...(await closed) })))
  expect(ended.whole).toBe(false)
  finish()
  const texts = await Promise.all(calls.map(async (each) => (await each).text()))
  expect(texts[0]).toContain('SUCCEEDED')
  expect(texts[1]).not.toContain('SUCCEEDED')
})

it.each<[what: string, Record<string, string>]>([
  ['without a session id', {}],
  ['with an id that the client made up', { 'mcp-session-id': 'window-1' }],
  ['with an id of the right form', { 'mcp-session-id': 'A'.repeat(36) }],
])('15 a cancel %s ends nothing, over HTTP, 2025-11-25', async (_, headers) => {
  const { calls, cancel, finish } = await openWindows(async () => [headers])
  await cancel(headers)
  finish()
  for (const each of calls)
    expect(await answerIn(await each)).toHaveProperty(
      'result.structuredContent.status',
      'SUCCEEDED',
    )
})

it('15 an id that another replica gave out counts, over HTTP, 2025-11-25', async () => {
  const { fake, upstream } = await seedWaiting()
  const { token } = fake
  const [first, second] = await Promise.all([startHttp({ fake }), startHttp({ fake })])
  const headers = await openSession(first.url, token)
  const waiting = post(second.url, call(ID, 'get_run', WAITING), { token, headers })
  const { closed } = await upstream()
  await post(second.url, cancelled(ID), { token, headers })
  expect(await closed).toEqual({ whole: false })
  await (await waiting).text()
})

it('15 holders of one key do not end the calls of each other, over HTTP, 2025-11-25', async () => {
  const { fake, upstream } = await seedWaiting()
  const env = { APIFY_TOKEN: fake.token, MCP_ACCESS_KEY: KEY }
  const { url } = await startHttp({ fake, args: ['--shared-token'], env })
  const [own, other] = [await openSession(url, KEY), await openSession(url, KEY)]
  const waiting = post(url, call(ID, 'get_run', WAITING), { token: KEY, headers: own })
  const { closed } = await upstream()
  for (const headers of [other, {}]) await post(url, cancelled(ID), { token: KEY, headers })
  expect(await Promise.race([closed, Promise.resolve('open')])).toBe('open')
  await post(url, cancelled(ID), { token: KEY, headers: own })
  expect(await closed).toEqual({ whole: false })
  await (await waiting).text()
})

it('15 a lost connection ends no call, over HTTP, 2025-11-25', async () => {
  const { fake, url, upstream, logged } = await serveWaiting()
  const abort = new AbortController()
  const lost = post(url, call(ID, 'get_run', WAITING), { token: fake.token, signal: abort.signal })
    .then((response) => response.text())
    .catch(() => 'lost')
  const { closed } = await upstream()
  abort.abort()
  expect(await lost).toBe('lost')
  await logged(({ aborted }) => aborted === true)
  fake.setRun({ id: 'run1', status: 'SUCCEEDED' })
  expect(await closed).toEqual({ whole: true })
})

it('15 a closed stream ends its own call and no other, and a notification ends none, over HTTP, 2026-07-28', async () => {
  const { fake, url, waits } = await serveWaiting()
  const { token } = fake
  const abort = new AbortController()
  onTestFinished(() => abort.abort())
  const send = (signal?: AbortSignal) =>
    post(url, modernRequest(ID, 'tools/call', WAIT_CALL), {
      token,
      headers: MODERN_CALL,
      ...(signal && { signal }),
    }).then((response) => response.text())
  const lost = send(abort.signal).catch(() => 'lost')
  await expect.poll(waits).toHaveLength(1)
  const kept = send()
  await expect.poll(waits).toHaveLength(2)
  const session = await openSession(url, token)
  const versions = [MODERN, '2025-11-25'].map((version) => ({ 'mcp-protocol-version': version }))
  for (const headers of [...versions, { ...versions[1], ...session }])
    await (await post(url, cancelled(ID), { token, headers })).text()
  abort.abort()
  expect(await lost).toBe('lost')
  expect(await waits()[0]?.closed).toEqual({ whole: false })
  fake.setRun({ id: 'run1', status: 'SUCCEEDED' })
  expect(await kept).toContain('SUCCEEDED')
})
