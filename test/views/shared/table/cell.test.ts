import { describe, expect, it } from 'vitest'
import {
  addressOf,
  cellKind,
  cellText,
  isCut,
  shortAddress,
  shortNumber,
} from '../../../../src/views/shared/table/cell.ts'

describe('a value', () => {
  it.each([
    [undefined, 'a', 'empty'],
    [null, 'a', 'empty'],
    ['', 'a', 'empty'],
    [0, 'a', 'number'],
    [false, 'a', 'boolean'],
    ['text', 'a', 'text'],
    [{ a: 1 }, 'a', 'json'],
    [[], 'a', 'json'],
    ['https://example.com/', 'a', 'link'],
    ['https://example.com/a.PNG?x=1', 'a', 'image'],
    ['https://example.com/a', 'thumbnailUrl', 'image'],
    ['https://example.com/a.pdf', 'imageSource', 'link'],
    ['javascript:alert(1)', 'url', 'text'],
    ['data:image/png;base64,AA', 'image', 'text'],
    ['https://example.com/ab… [+12 chars]', 'url', 'text'],
    [`https://example.com/${'a'.repeat(5_000_000)}`, 'url', 'text'],
  ])('%.40j in the column %s is %s', (value, column, kind) => {
    expect(cellKind(value, column)).toBe(kind)
  })

  it('is an address only if it can be opened whole', () => {
    expect(addressOf('https://example.com')).toBe('https://example.com/')
    expect(addressOf('https://')).toBeUndefined()
    expect(addressOf(1)).toBeUndefined()
  })

  it('is plain text', () => {
    expect([undefined, null, 1.5, true, { a: [null] }].map(cellText)).toEqual([
      '',
      '',
      '1.5',
      'true',
      '{"a":[null]}',
    ])
  })

  it.each([
    [0.1 + 0.2, '0.3'],
    [2.5846153846153848, '2.584615'],
    [1e-7, '1e-7'],
    [12_345_678_901, '12345678901'],
  ])('%d is shown as %s', (value, text) => expect(shortNumber(value)).toBe(text))

  it.each([
    ['tea… [+12 chars]', true],
    ['tea', false],
    [['a', '… [+3 items]'], true],
    [{ a: { b: 'tea… [+12 chars]' } }, true],
    [{ '…': '[+3 fields]' }, true],
    [{ a: 1 }, false],
    [12, false],
  ])('%j was cut by the server: %s', (value, expected) => expect(isCut(value)).toBe(expected))

  it('that is an address is shown without what all addresses have', () => {
    expect(shortAddress('https://www.example.com/a', 30)).toBe('example.com/a')
    expect(shortAddress('http://example.com/abcdefghij', 12)).toBe('example.com…')
    expect(shortAddress('https://e.com/😀😀', 8)).toBe('e.com/…')
  })
})
