import { expect, it } from 'vitest'
import { confirmedEnd } from '../../../src/apify/delivery/dataset-end.ts'
import { DEFAULT_TIMEOUTS } from '../../../src/apify/transport/timeouts.ts'

const times = {
  signal: new AbortController().signal,
  deadlineAt: performance.now() + 60_000,
  timeouts: DEFAULT_TIMEOUTS,
}

/** Looks for the end of a dataset of `length` rows of which the API counts `counted`. */
function endOf(length: number, counted: number | undefined, later = counted) {
  return confirmedEnd(
    {
      count: async () => counted,
      countRows: async ({ offset, limit }) => ({
        rows: Math.max(0, Math.min(limit, length - offset)),
        total: later,
      }),
    },
    times,
  )
}

it.each([
  ['an empty dataset', 0, 0, 0],
  ['a right count', 5, 5, 5],
  ['a count that trails', 5, 2, 5],
  ['no count yet', 5, 0, 5],
])('the rows confirm the end: %s', async (_, length, counted, end) => {
  expect(await endOf(length, counted)).toBe(end)
})

it.each([
  ['more is counted than is there', 5, 6, 6],
  ['more is counted than is there, at the second look', 5, 5, 7],
  ['the count is far behind', 2000, 10, 10],
  ['the dataset cannot be read', 5, undefined, undefined],
])('the end is unknown: %s', async (_, length, counted, later) => {
  expect(await endOf(length, counted, later)).toBeUndefined()
})

it('is unknown if the rows cannot be read', async () => {
  const countRows = () => Promise.reject(new Error('No'))
  expect(await confirmedEnd({ count: async () => 5, countRows }, times)).toBeUndefined()
})
