import { describe, expect, it } from 'vitest'
import { decodeText } from '../../../src/apify/transport/decode-text.ts'
import { stream } from '../../support/fake-storages.ts'

describe('decodeText', () => {
  it.each([
    ['text/plain', Buffer.from('ü'), 'ü'],
    ['text/plain; charset=iso-8859-1', Buffer.from([0xfc]), 'ü'],
    ['text/html;charset="windows-1252"', Buffer.from([0x80]), '€'],
    ["text/html; CHARSET='utf-16le'", Buffer.from('ü', 'utf16le'), 'ü'],
    ['text/plain; charset=unheard-of', Buffer.from('ü'), 'ü'],
    ['', Buffer.from('ü'), 'ü'],
  ])('decodes %j', async (contentType, bytes, expected) => {
    let text = ''
    const body = stream([bytes.subarray(0, 1), bytes.subarray(1)])
    for await (const piece of decodeText(body, contentType)) text += piece
    expect(text).toBe(expected)
  })
})
