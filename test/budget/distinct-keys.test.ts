import { expect, it } from 'vitest'
import { distinctKeys } from '../../src/budget/distinct-keys.ts'

it.each([
  [
    ['a', 'b'],
    ['a', 'b'],
  ],
  [
    ['a', 'a', 'b', 'a'],
    ['a', 'a (2)', 'b', 'a (3)'],
  ],
  [
    ['a (2)', 'a', 'a'],
    ['a (2)', 'a', 'a (3)'],
  ],
  [
    ['a', 'a', 'a (2)', 'a'],
    ['a', 'a (2)', 'a (2) (2)', 'a (3)'],
  ],
  [
    ['__proto__', '__proto__'],
    ['__proto__', '__proto__ (2)'],
  ],
])('of %j become %j', (keys, distinct) => {
  const entries = distinctKeys(keys.map((key, i) => [key, i]))
  expect(entries).toEqual(distinct.map((key, i) => [key, i]))
})

it('are found in time that grows with their number alone', () => {
  const keys = Array.from({ length: 100_000 }, (_, i) => (i % 2 ? 'a' : `a (${i})`))
  expect(new Set(distinctKeys(keys.map((key) => [key, 0])).map(([key]) => key)).size).toBe(100_000)
})
