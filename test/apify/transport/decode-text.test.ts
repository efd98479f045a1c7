import { describe, expect, it } from 'vitest'
import { decodeText, utf8Of } from '../../../src/apify/transport/decode-text.ts'
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

describe('utf8Of', () => {
  const json = '["ü😀"]'
  const swapped = () => Buffer.from(`\ufeff${json}`, 'utf16le').swap16()
  it.each([
    ['application/json', Buffer.from(json)],
    ['application/json', Buffer.from(`\ufeff${json}`)],
    ['application/json; charset=utf-16le', Buffer.from(json, 'utf16le')],
    ['application/json', Buffer.from(`\ufeff${json}`, 'utf16le')],
    ['application/json; charset=utf-8', swapped()],
    ['application/json; charset=utf-16le', Buffer.from(`\ufeff${json}`)],
  ])('yields UTF-8 without a mark: %s %j', async (contentType, bytes) => {
    for (const size of [1, 2, 3, 100]) {
      const count = Math.ceil(bytes.length / size)
      const body = Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
      const chunks: Buffer[] = []
      for await (const chunk of utf8Of(stream(body), contentType)) chunks.push(chunk)
      expect(Buffer.concat(chunks).toString()).toBe(json)
    }
  })

  it('has nothing if the body has nothing', async () => {
    for await (const chunk of utf8Of(stream<Buffer>([]), '')) expect(chunk).toHaveLength(0)
  })
})
