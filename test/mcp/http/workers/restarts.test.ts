import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Restarts } from '../../../../src/mcp/http/workers/restarts.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})

afterEach(() => {
  vi.useRealTimers()
})

it('waits longer from end to end, and gives up after 5 within a minute', () => {
  const restarts = new Restarts()
  const pauses = Array.from({ length: 5 }, () => restarts.pauseAfterEnd())
  expect(pauses).toEqual([100, 200, 400, 800, undefined])
})

it('forgets what ended more than a minute ago', () => {
  const restarts = new Restarts()
  for (let i = 0; i < 4; i++) restarts.pauseAfterEnd()
  vi.advanceTimersByTime(60_000)
  expect(restarts.pauseAfterEnd()).toBe(100)
})
