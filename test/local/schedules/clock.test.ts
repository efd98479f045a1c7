import { spawnSync } from 'node:child_process'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../../src/local/schedules/clock.ts'
import { ROOT } from '../../support/root.ts'

const NOON = Date.parse('2027-03-27T12:00:00.000Z')

beforeEach(() => void vi.useFakeTimers({ now: NOON }))
afterEach(() => void vi.useRealTimers())

test('calls once, at the time', () => {
  const calls: number[] = []
  systemClock.at(NOON + 3_600_000, () => calls.push(Date.now() - NOON))
  vi.advanceTimersByTime(3_599_999)
  expect(calls).toEqual([])
  vi.advanceTimersByTime(86_400_000)
  expect(calls).toEqual([3_600_000])
})

test('calls soon if the time has passed, but not at once', () => {
  const call = vi.fn()
  systemClock.at(NOON - 1, call)
  expect(call).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(call).toHaveBeenCalledOnce()
})

test('a time further away than a timer of Node goes', () => {
  const call = vi.fn()
  systemClock.at(NOON + 40 * 86_400_000, call)
  vi.advanceTimersByTime(39 * 86_400_000)
  expect(call).not.toHaveBeenCalled()
  vi.advanceTimersByTime(86_400_000)
  expect(call).toHaveBeenCalledOnce()
})

test('the clock is set while it waits', () => {
  const call = vi.fn()
  systemClock.at(NOON + 3_600_000, call)
  vi.setSystemTime(NOON + 3_600_000)
  vi.advanceTimersByTime(30_000)
  expect(call).toHaveBeenCalledOnce()
  systemClock.at(Date.now() + 1000, call)
  vi.setSystemTime(Date.now() - 60_000)
  vi.advanceTimersByTime(1000)
  expect(call).toHaveBeenCalledOnce()
  vi.advanceTimersByTime(60_000)
  expect(call).toHaveBeenCalledTimes(2)
})

test('what is called off is not called', () => {
  const call = vi.fn()
  const callOff = systemClock.at(NOON + 90_000, call)
  vi.advanceTimersByTime(60_000)
  callOff()
  vi.advanceTimersByTime(60_000)
  expect(call).not.toHaveBeenCalled()
  expect(vi.getTimerCount()).toBe(0)
})

test('does not keep the process alive', () => {
  const code = `import { systemClock } from './src/local/schedules/clock.ts'
    systemClock.at(Date.now() + 600_000, () => {})`
  const args = ['--import', 'tsx', '--input-type=module', '-e', code]
  const { status, signal } = spawnSync(process.execPath, args, { cwd: ROOT, timeout: 60_000 })
  expect([status, signal]).toEqual([0, null])
})
