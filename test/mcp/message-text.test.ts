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
})
