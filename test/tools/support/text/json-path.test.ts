import { describe, expect, it } from 'vitest'
import { valueAt } from '../../../../tools/support/text/json-path.ts'

const VALUE = {
  pages: [{ title: 'Home', tags: ['a', 'b'] }, { title: null }],
  'a.b': { 'c"d': 1 },
  empty: {},
  count: 3,
}

describe('valueAt', () => {
  it.each([
    ['pages[0].title', 'Home'],
    ['pages.0.title', 'Home'],
    ['pages[1].title', null],
    ['pages[0].tags[1]', 'b'],
    ['["a.b"]["c\\"d"]', 1],
    ['pages[0]', VALUE.pages[0]],
    ['', VALUE],
  ])('%s', (path, expected) => {
    expect(valueAt(VALUE, path)).toEqual(expected)
  })

  it.each([
    ['page', 'no `page` at the top level', '"pages", "a.b", "empty", "count"'],
    ['pages[2]', 'no `2` at pages', 'array of 2 entries'],
    ['pages[0].title.x', 'no `x` at pages.0.title', 'a string: end the path there'],
    ['pages[1].title.x', 'no `x` at pages.1.title', 'null: end the path there'],
    ['count.x', 'no `x` at count', 'a number: end the path there'],
    ['empty.x', 'no `x` at empty', 'an empty object'],
    ['constructor', 'no `constructor`', '"pages"'],
    ['pages[0', 'not a valid path', '`name.other[0]`'],
    ['pages[-1]', 'not a valid path', '`name.other[0]`'],
    ['pages[]', 'not a valid path', '`name.other[0]`'],
  ])('%s leads nowhere, and the error says what can follow', (path, happened, next) => {
    expect(() => valueAt(VALUE, path)).toThrow(happened)
    expect(() => valueAt(VALUE, path)).toThrow(next)
  })

  it('names at most ten keys', () => {
    const wide = Object.fromEntries(Array.from({ length: 13 }, (_, i) => [`key${i}`, i]))
    expect(() => valueAt(wide, 'x')).toThrow(/"key9" and 3 more\.$/)
  })
})
