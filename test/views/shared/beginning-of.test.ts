import { expect, it } from 'vitest'
import { beginningOf } from '../../../src/views/shared/beginning-of.ts'

it.each([
  ['abc', 5, 'abc'],
  ['abc', 2, 'ab'],
  ['a😀b', 2, 'a'],
  ['a😀b', 3, 'a😀'],
  ['a\ud83d', 2, 'a\ud83d'],
])('%j shown with %i characters is %j', (text, chars, shown) => {
  expect(beginningOf(text, chars)).toBe(shown)
})
