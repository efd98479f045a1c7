import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { closeInTime } from '../../src/app/close-in-time.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

it('waits 900 ms for what does not close', async () => {
  let isDone = false
  const done = closeInTime({ close: () => new Promise(() => {}) }, () => {}).then(() => {
    isDone = true
  })
  await vi.advanceTimersByTimeAsync(899)
  expect(isDone).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  await done
})

it('ends at once when it is closed, or has failed, which it logs', async () => {
  const lines: string[] = []
  const log = (line: string) => lines.push(line)
  await closeInTime({ close: async () => {} }, log)
  await closeInTime({ close: () => Promise.reject(new Error('no')) }, log)
  expect(lines).toEqual(['Error while ending: Error: no'])
  expect(vi.getTimerCount()).toBe(0)
})
