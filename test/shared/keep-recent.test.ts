import { expect, it } from 'vitest'
import { keepRecent } from '../../src/shared/keep-recent.ts'

it('keeps what was used last, and drops the oldest', () => {
  const kept = new Map<string, number>()
  for (const [key, value] of [
    ['a', 1],
    ['b', 2],
    ['a', 3],
    ['c', 4],
  ] as const)
    keepRecent(kept, key, value, 2)
  expect([...kept]).toEqual([
    ['a', 3],
    ['c', 4],
  ])
})
