import { expect, it } from 'vitest'
import { knownTotal } from '../../../src/apify/endpoints/known-total.ts'

it.each([
  [5, 0, 2, 5],
  [2, 0, 2, 2],
  [0, 0, 0, 0],
  [3, 10, 0, 3],
  [1, 0, 2, undefined],
  [11, 10, 2, undefined],
  [null, 0, 2, undefined],
  [undefined, 0, 0, undefined],
])('a total of %j, at %i with %i entries, is %j', (total, offset, count, known) => {
  expect(knownTotal({ total, items: Array(count).fill({}) }, offset)).toBe(known)
})
