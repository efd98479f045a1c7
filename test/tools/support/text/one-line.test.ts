import { describe, expect, it } from 'vitest'
import {
  fieldName,
  firstNames,
  oneLine,
  shortValue,
} from '../../../../tools/support/text/one-line.ts'

describe('oneLine', () => {
  it.each([
    ['two\nlines', 'two lines'],
    ['  tabs\t and \u00a0 blanks  ', 'tabs and blanks'],
    ['<p>First</p><p>second</p>', 'First second'],
    ['<b>bold</b> and <a href="x">link</a>', 'bold and link'],
    ['see [the docs](https://example.com) now', 'see the docs now'],
    ['zero\u200bwidth, bell\u0007', 'zero width, bell'],
    ['', undefined],
    ['<br>', undefined],
    [null, undefined],
    [undefined, undefined],
  ])('%j', (text, line) => {
    expect(oneLine(text)).toBe(line)
  })

  it.each([
    ['abcdef', 3, 'abc…'],
    ['abc', 3, 'abc'],
    ['ab cdef', 3, 'ab…'],
    ['ab😀', 3, 'ab…'],
    ['x'.repeat(10_000), 4, 'xxxx…'],
  ])('truncates %j at %i characters', (text, maxChars, line) => {
    expect(oneLine(text, maxChars)).toBe(line)
  })
})

describe('fieldName', () => {
  it.each([
    [' price ', ' price '],
    ['a  b', 'a  b'],
    ['<b>x</b> [y](z)', '<b>x</b> [y](z)'],
    ['', ''],
    ['two\nlines\u2028more', 'two lines more'],
    ['x'.repeat(31), `${'x'.repeat(30)}…`],
  ])('%j', (name, shown) => {
    expect(fieldName(name, 30)).toBe(shown)
  })
})

describe('firstNames', () => {
  it.each([
    [['a', 'b'], 2, '', ['a', 'b']],
    [['a', 'b', 'c'], 2, '', ['a', 'b', '… [+1]']],
    [['a', 'b', 'c'], 1, 'section output', ['a', '… [+2: section output]']],
    [['two\nlines'], 5, '', ['two lines']],
    [[], 5, '', []],
  ])('%j, %i of them', (names, count, where, shown) => {
    expect(firstNames(names, count, where)).toEqual(shown)
  })
})

describe('shortValue', () => {
  it.each([
    [{ a: 1 }, { a: 1 }],
    ['short', 'short'],
    [undefined, undefined],
    ['long text here', 'long text … [+4 chars]'],
    [[1, 2, 3, 4, 5, 6], '[1,2,3,4,5… [+3 chars]'],
  ])('%j', (value, shown) => {
    expect(shortValue(value, 10)).toEqual(shown)
  })
})
