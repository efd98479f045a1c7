import { expect, test } from 'vitest'
import { placeIn } from '../../src/local/sorted-list.ts'

test.each([
  [[], 1, 0],
  [[1, 2, 2, 3], 0, 0],
  [[1, 2, 2, 3], 2, 1],
  [[1, 2, 2, 3], 3, 3],
  [[1, 2, 2, 3], 4, 4],
])('in %j the place of %d is %d', (list: number[], value, place) => {
  expect(placeIn(list, (one) => one < value)).toBe(place)
})
