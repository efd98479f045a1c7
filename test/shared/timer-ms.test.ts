import { expect, it } from 'vitest'
import { MAX_TIMER_MS, timerMs } from '../../src/shared/timer-ms.ts'

it.each([
  [0, 0],
  [-1, 0],
  [1500, 1500],
  [MAX_TIMER_MS, MAX_TIMER_MS],
  [MAX_TIMER_MS + 1, MAX_TIMER_MS],
  [3_000_000_000, MAX_TIMER_MS],
  [Number.POSITIVE_INFINITY, MAX_TIMER_MS],
  [Number.NaN, MAX_TIMER_MS],
])('a timer of %d ms takes %d ms', (ms, taken) => {
  expect(timerMs(ms)).toBe(taken)
})
