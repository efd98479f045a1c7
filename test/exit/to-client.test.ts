import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../src/exit/redact.ts'
import {
  type ClientOutput,
  type ClientText,
  constantToClient,
  eventToClient,
  jsonToClient,
  plainToClient,
  toClient,
} from '../../src/exit/to-client.ts'
import type { ClientResponse } from '../../src/mcp/http/client-response.ts'

const DIGITS = '1234567890'
const MARKED = 'marked/token+of=the.operator~0'
const PLANTED = 'apify_api_PlantedInWhatActorsWrite012345'
const redactor = createRedactor(() => [MARKED, DIGITS])

const sent = (message: object) => JSON.parse(toClient(message, redactor))

describe('a message to a client', () => {
  it('is one line of JSON', () => {
    expect(toClient({ a: 'b\u2028c' }, redactor)).toBe('{"a":"b\\u2028c"}\n')
  })

  it('has no secret in texts and keys of a result', () => {
    const result = {
      [PLANTED]: [{ text: `a ${MARKED} b` }],
      content: [{ type: 'text', text: 'c' }],
    }
    expect(sent({ jsonrpc: '2.0', id: 1, result })).toEqual({
      jsonrpc: '2.0',
      id: 1,
      result: {
        'apify_api_[redacted]': [{ text: 'a [redacted] b' }],
        content: [{ type: 'text', text: 'c' }],
      },
    })
  })

  it.each([1, 2, 3])('has no secret in JSON that is a text of JSON, %i deep', (depth) => {
    let text = `{"a":"\\u0061${PLANTED.slice(1)}"}`
    let safe = '{"a":"apify_api_[redacted]"}'
    for (let left = depth; left > 0; left--) {
      text = JSON.stringify({ text })
      safe = JSON.stringify({ text: safe })
    }
    const result = { content: [{ type: 'text', text }], structuredContent: JSON.parse(text) }
    expect(sent({ result }).result).toEqual({
      content: [{ type: 'text', text: safe }],
      structuredContent: JSON.parse(safe),
    })
  })

  it('loses no entry whose key is redacted', () => {
    const result = { [PLANTED]: 1, [`${PLANTED}6`]: 2 }
    expect(Object.values(sent({ result }).result)).toEqual([1, 2])
  })

  it('keeps the ids by which the client matches it', () => {
    const params = { progressToken: MARKED, progress: 1, message: MARKED }
    expect(sent({ id: MARKED, result: { text: MARKED } })).toEqual({
      id: MARKED,
      result: { text: '[redacted]' },
    })
    expect(sent({ method: 'notifications/progress', params })).toEqual({
      method: 'notifications/progress',
      params: { progressToken: MARKED, progress: 1, message: '[redacted]' },
    })
    const subscription = { 'io.modelcontextprotocol/subscriptionId': MARKED }
    expect(sent({ params: { _meta: subscription, a: MARKED } })).toEqual({
      params: { _meta: subscription, a: '[redacted]' },
    })
  })

  it('keeps numbers that read like a secret, in JSON as text too', () => {
    const rows = [{ id: Number(DIGITS), name: DIGITS }]
    const text = JSON.stringify(rows)
    expect(sent({ result: { rows, text } }).result).toEqual({
      rows: [{ id: Number(DIGITS), name: '[redacted]' }],
      text: `[{"id":${DIGITS},"name":"[redacted]"}]`,
    })
  })

  it.each([
    ['`{"a":"\\u0061pify_api_PlantedInWhatActorsWrite012345"}`', 'escapes'],
    ['`{"a":"marked\\/token+of=the.operator~0"}`', 'slashes'],
    ['marked%2Ftoken%2Bof%3Dthe.operator~0', 'a URL'],
    ['marked%2ftoken%2bof%3dthe.operator~0', 'a URL in lower case'],
  ])('has no secret in %j, spelled with %s', (text) => {
    const shown = sent({ result: { text: text.replaceAll('`', '') } }).result.text
    expect(shown).toContain('[redacted]')
    expect(shown).not.toMatch(/Planted|operator/)
  })

  it.each([
    `Unknown method ${PLANTED}`,
    `Unknown method apify%5Fapi%5F${PLANTED.slice(10)}`,
    `Unknown method apify%255fapi%255f${PLANTED.slice(10)}`,
    `Unknown method ${[...PLANTED].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('')}`,
    `Unknown method "${MARKED.slice(0, 12)}…"`,
    `Unknown method ${encodeURIComponent(MARKED)}`,
  ])('has no secret in the error %j', (message) => {
    const error = { code: -32601, message, data: { method: message } }
    expect(JSON.stringify(sent({ id: 1, error }).error)).not.toMatch(/Planted|marked|%50|%6d/i)
  })

  it('keeps escapes of an error that hide nothing', () => {
    const error = { code: 1, message: 'No resource apify://run/a%20b%5Fc' }
    expect(sent({ error }).error).toEqual(error)
  })

  it('may be one of a batch', () => {
    const text = JSON.stringify([{ id: MARKED, result: { a: MARKED } }])
    expect(JSON.parse(jsonToClient(text, redactor))).toEqual([
      { id: MARKED, result: { a: '[redacted]' } },
    ])
  })
})

describe('other texts to a client', () => {
  it('are the same JSON if it has no secret', () => {
    expect(jsonToClient('{ "a": 1 }', redactor)).toBe('{ "a": 1 }')
  })

  it('are events with messages', () => {
    const message = JSON.stringify({ id: 1, result: { text: MARKED } })
    expect(eventToClient(`event: message\nid: 7\ndata: ${message}\n\n`, redactor)).toBe(
      'event: message\nid: 7\ndata: {"id":1,"result":{"text":"[redacted]"}}\n\n',
    )
    expect(eventToClient(': keepalive\n\n', redactor)).toBe(': keepalive\n\n')
  })

  it('are plain texts', () => {
    expect(plainToClient(`a{b="${MARKED}"} 1`, redactor)).toBe('a{b="[redacted]"} 1')
  })
})

describe('the compiler', () => {
  it('refuses a text that did not go through the exit', () => {
    const output: ClientOutput = new PassThrough()
    const respond = (response: ClientResponse) => {
      // @ts-expect-error A string may hold anything.
      response.end('text')
      // @ts-expect-error So may JSON.
      response.writeHead(200, {}).end(JSON.stringify({}))
      // @ts-expect-error So may bytes.
      response.write(Buffer.from('text'))
      return response.end(toClient({}, redactor))
    }
    expect(respond).toBeTypeOf('function')
    // @ts-expect-error A string may hold anything.
    output.write('text')
    // @ts-expect-error A changed text is not the one that was looked through.
    output.write(`${toClient({}, redactor)}text`)
    const made: ClientText[] = [toClient({}, redactor), constantToClient({})]
    expect(made.map((text) => output.write(text))).toEqual([true, true])
  })
})
