import { expect, test } from 'vitest'
import { SharedCall } from '../../src/local/shared-call.ts'

test('those who ask while an action is in progress share the next one', async () => {
  const ends: (() => void)[] = []
  let begun = 0
  const shared = new SharedCall(async () => {
    begun += 1
    const number = begun
    await new Promise<void>((resolve) => ends.push(resolve))
    return number
  })
  const first = [shared.make(), shared.make()]
  await Promise.resolve()
  const second = [shared.make(), shared.make(), shared.make()]
  ends[0]?.()
  expect(await Promise.all(first)).toEqual([1, 1])
  await Promise.resolve()
  ends[1]?.()
  expect(await Promise.all(second)).toEqual([2, 2, 2])
})

test('an action that fails fails for those who shared it alone', async () => {
  const results = [Promise.reject(new Error('no')), Promise.resolve('yes')]
  const shared = new SharedCall(async () => results.shift())
  await expect(shared.make()).rejects.toThrow('no')
  expect(await shared.make()).toBe('yes')
})
