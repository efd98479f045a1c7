import { describe, expect, it } from 'vitest'
import { parseMessageText } from '../../src/mcp/message-text.ts'

describe('the text of a message', () => {
  it.each(['{"a":1}', '\ufeff{"a":1}', ' {"a":1}\r\n', '\r\n\t\ufeff {"a":1}'])(
    '%j is read',
    (text) => {
      expect(parseMessageText(text, 'line')).toEqual({ a: 1 })
    },
  )

  it.each([
    ['', 'The body is empty: send one JSON-RPC message.'],
    ['\ufeff\r\n', 'The body is empty: send one JSON-RPC message.'],
    ['{"a"', 'The body is not JSON: send one JSON-RPC message.'],
    ['{"a":1}{"b":1}', 'The body is not JSON: send one JSON-RPC message.'],
    ['{\0"\0a\0', 'The body has null bytes, as UTF-16 text has: send UTF-8.'],
  ])('%j is refused', (text, message) => {
    expect(() => parseMessageText(text, 'body')).toThrow(
      expect.objectContaining({ name: 'MessageError', code: -32700, id: null, message }),
    )
  })

  it.each([
    ['empty objects', `[${'{},'.repeat(1_000_000)}{}]`],
    ['numbers', `{"a":[${'0,'.repeat(1_000_000)}0]}`],
    ['arrays in arrays', '['.repeat(2_100_000)],
    ['keys', `{${'"":0,'.repeat(1_000_000)}"":0}`],
  ])('of too many values is refused: %s', (_, text) => {
    expect(() => parseMessageText(text, 'line')).toThrow(
      expect.objectContaining({
        code: -32600,
        message: 'The line has more than 1000000 JSON values. Send it in smaller parts.',
      }),
    )
  })

  it('of 4 MB of rows is read', () => {
    const rows = Array.from({ length: 120_000 }, (_, i) => ({ id: i, price: 9.5, ok: true }))
    const items = [...rows, { text: ',[{'.repeat(300_000) }]
    const text = JSON.stringify({ method: 'tools/call', params: { arguments: { items } } })
    expect(text.length).toBeGreaterThan(4_000_000)
    expect(parseMessageText(text, 'body')).toMatchObject({
      params: { arguments: { items: { length: 120_001 } } },
    })
  })

  it('of many different keys is refused, and the request is named', () => {
    const json = Object.fromEntries(Array.from({ length: 12_000 }, (_, i) => [`k${i}`, 0]))
    const text = JSON.stringify({ id: 7, method: 'tools/call', params: { arguments: { json } } })
    expect(() => parseMessageText(text, 'line')).toThrow(
      expect.objectContaining({
        code: -32600,
        id: 7,
        message:
          'The line has more than 10000 keys beside its first 1000. Send rows in smaller parts, and one large document as the `text` of `put_record`.',
      }),
    )
  })

  it('of many values beside the arguments of a tool is refused', () => {
    const text = JSON.stringify({ id: 'a', method: 'ping', params: { a: Array(20_000).fill(0) } })
    expect(() => parseMessageText(text, 'body')).toThrow(
      expect.objectContaining({
        code: -32600,
        id: 'a',
        message: expect.stringContaining('beside the'),
      }),
    )
  })
})
