import { once } from 'node:events'
import { expect, test } from 'vitest'
import { limitSignal } from '../../src/shared/limit-signal.ts'

const HOUR_MS = 3_600_000
const late = () => new Error('too late')

test('aborts with the signal that it follows, with its reason', () => {
  const followed = new AbortController()
  const { signal, stop } = limitSignal(followed.signal, HOUR_MS, late)
  expect(signal.aborted).toBe(false)
  followed.abort('cancelled')
  expect(signal.reason).toBe('cancelled')
  stop()
})

test('is aborted at once if the signal that it follows is', () => {
  const { signal, stop } = limitSignal(AbortSignal.abort('cancelled'), HOUR_MS, late)
  expect(signal.reason).toBe('cancelled')
  stop()
})

test('aborts after its time, with the reason that is given', async () => {
  const { signal, stop } = limitSignal(new AbortController().signal, 1, late)
  await once(signal, 'abort')
  expect(signal.reason).toEqual(late())
  stop()
})

test('follows nothing any more once it is stopped', () => {
  const followed = new AbortController()
  const { signal, stop } = limitSignal(followed.signal, HOUR_MS, late)
  stop()
  followed.abort('cancelled')
  expect(signal.aborted).toBe(false)
})

test('ends what follows it, once nobody waits for that any more', () => {
  const { signal, end } = limitSignal(new AbortController().signal, HOUR_MS, late)
  end(new Error('over'))
  expect(signal.reason).toEqual(new Error('over'))
})
