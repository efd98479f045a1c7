import { describe, expect, it } from 'vitest'
import { HttpError } from '../../../src/mcp/http/http-error.ts'
import { formOfAnswer, parsePost } from '../../../src/mcp/http/parse-post.ts'

const jsonrpc = '2.0'
const LOG_LEVEL = 'io.modelcontextprotocol/logLevel'
const PING = { jsonrpc, id: 1, method: 'ping' }
const INITIALIZE = { jsonrpc, id: 1, method: 'initialize' }
const MODERN = {
  ...PING,
  params: { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } },
}
const cancel = (requestId: unknown) => ({
  jsonrpc,
  method: 'notifications/cancelled',
  params: { requestId },
})

/** Returns what a POST is refused with; undefined if it is not. */
function refusal(body: unknown, version?: string) {
  try {
    parsePost(body, version)
  } catch (error) {
    if (error instanceof HttpError) return { status: error.status, message: error.message }
    throw error
  }
  return undefined
}

describe('the version of a POST', () => {
  it.each<[body: unknown, header: string | undefined, claim: object]>([
    [PING, undefined, { era: 'legacy', version: undefined }],
    [PING, '2025-06-18', { era: 'legacy', version: '2025-06-18' }],
    [PING, '2026-07-28', { era: 'modern' }],
    [PING, '2030-01-01', { era: 'modern' }],
    [MODERN, undefined, { era: 'modern' }],
    [MODERN, '2025-06-18', { era: 'modern' }],
    [INITIALIZE, undefined, { era: 'legacy', version: undefined }],
    [INITIALIZE, '2030-01-01', { era: 'legacy', version: undefined }],
    [INITIALIZE, 'nonsense', { era: 'legacy', version: undefined }],
    [[PING], '2025-03-26', { era: 'legacy', version: '2025-03-26' }],
    [[MODERN], undefined, { era: 'legacy', version: undefined }],
  ])('%j with the header %j', (body, header, claim) => {
    expect(parsePost(body, header).claim).toEqual(claim)
  })

  it('must be supported', () => {
    for (const body of [PING, [PING]]) {
      expect(refusal(body, '2020-01-01')).toEqual({
        status: 400,
        message: expect.stringMatching(/^Unsupported MCP-Protocol-Version\..*2026-07-28.*2025-11/),
      })
    }
  })
})

describe('a batch', () => {
  it('is accepted by the versions that have batches', () => {
    const post = parsePost([PING, { ...PING, id: 2 }, cancel(7)], '2025-03-26')
    expect(post).toMatchObject({ isBatch: true, cancelled: [7] })
    expect(post.requests.map(({ id }) => id)).toEqual([1, 2])
  })

  it.each<[what: string, body: unknown[], header: string | undefined, message: RegExp]>([
    ['of a later version', [PING], '2025-06-18', /MCP 2025-06-18 does not support batches/],
    ['of a modern version', [PING], '2026-07-28', /MCP 2026-07-28 does not support batches/],
    ['without messages', [], undefined, /1 to 100 messages/],
    ['with too many', Array.from({ length: 101 }, () => cancel(1)), undefined, /1 to 100 messages/],
    ['with one id twice', [PING, PING], undefined, /the same id/],
    ['with something else', [PING, 1], undefined, /not a JSON-RPC 2.0 message/],
  ])('%s is refused', (_, body, header, message) => {
    expect(refusal(body, header)).toEqual({
      status: 400,
      message: expect.stringMatching(message),
    })
  })
})

describe('a POST', () => {
  it('may hold a notification only', () => {
    expect(parsePost(cancel('a'), undefined)).toMatchObject({ requests: [], cancelled: ['a'] })
  })

  it.each([cancel({}), cancel(undefined), { jsonrpc, method: 'notifications/initialized' }])(
    'cancels nothing by %j',
    (body) => {
      expect(parsePost(body, undefined).cancelled).toEqual([])
    },
  )

  it('of a modern client cancels nothing, since that closes the connection', () => {
    expect(parsePost(cancel(1), '2026-07-28').cancelled).toEqual([])
  })

  it.each([null, 'ping', 1, {}, { method: 'ping' }])(
    'that is not a message is refused: %j',
    (body) => {
      expect(refusal(body)).toMatchObject({ status: 400 })
    },
  )

  it.each<[message: object, expected: boolean]>([
    [PING, false],
    [{ ...PING, method: 'tools/call', params: { name: 'a' } }, false],
    [{ ...PING, method: 'tools/call', params: { name: 'a', arguments: { waitSecs: 0 } } }, true],
    [{ ...PING, method: 'tools/call', params: { name: 'a', arguments: '{"waitSecs":0}' } }, true],
    [{ ...PING, method: 'tools/call', params: { name: 'a', _meta: { progressToken: 0 } } }, true],
    [{ ...PING, method: 'tools/list', params: { _meta: { progressToken: 0 } } }, false],
    [{ ...PING, method: 'tasks/result', params: { taskId: 'a' } }, true],
    [{ ...PING, method: 'tasks/get', params: { taskId: 'a' } }, false],
    [
      { ...PING, method: 'tasks/get', params: { taskId: 'a', _meta: { [LOG_LEVEL]: 'info' } } },
      true,
    ],
    [
      { ...PING, method: 'resources/read', params: { uri: 'a', _meta: { progressToken: 0 } } },
      true,
    ],
    [{ ...PING, method: 'tasks/cancel', params: { arguments: { waitSecs: 1 } } }, false],
  ])('%j may take long: %j', (message, expected) => {
    expect(parsePost(message, undefined).mayTakeLong).toBe(expected)
  })
})

describe('a subscription', () => {
  it.each([
    ['subscriptions/listen', '2026-07-28', true],
    ['subscriptions/listen', '2025-06-18', false],
    ['tools/list', '2026-07-28', false],
  ])('is %s in %s: %j', (method, version, expected) => {
    expect(parsePost({ ...PING, method }, version).isSubscription).toBe(expected)
  })
})

describe('the form of the answer', () => {
  const BOTH = 'application/json, text/event-stream'

  it.each<[accept: string | undefined, quick: string, long: string]>([
    [undefined, 'json', 'json'],
    ['*/*', 'json', 'json'],
    ['application/json', 'json', 'json'],
    ['application/*', 'json', 'json'],
    [BOTH, 'json', 'stream'],
    ['Application/JSON; q=0.5 , TEXT/event-stream', 'json', 'stream'],
    ['text/event-stream', 'stream', 'stream'],
    ['text/*', 'stream', 'stream'],
    ['application/json;q=0, text/event-stream', 'stream', 'stream'],
    ['application/json, text/event-stream;q=0.0', 'json', 'json'],
  ])('for Accept: %s', (accept, quick, long) => {
    expect(formOfAnswer(accept, false)).toBe(quick)
    expect(formOfAnswer(accept, true)).toBe(long)
  })

  it.each(['', 'text/html', 'application/json;q=0', 'application/jsonl'])(
    'must be acceptable, unlike Accept: %j',
    (accept) => {
      expect(() => formOfAnswer(accept, false)).toThrow(HttpError)
      expect(() => formOfAnswer(accept, false)).toThrow('The Accept header must allow')
    },
  )
})
