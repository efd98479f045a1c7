import { describe, expect, it } from 'vitest'
import { largestThatFits } from '../../src/budget/largest-that-fits.ts'

describe('largestThatFits', () => {
  const search = { known: 0, first: 4, growth: 2, max: 1000, precision: 0 }

  it.each([0, 1, 4, 5, 63, 999, 1000, 2000])('finds the largest number up to %d', (bound) => {
    expect(largestThatFits(search, (n) => n <= bound)).toBe(Math.min(bound, search.max))
  })

  it('stops below the largest by at most the precision', () => {
    const found = largestThatFits({ ...search, precision: 1 / 32 }, (n) => n <= 800)
    expect(found).toBeLessThanOrEqual(800)
    expect(found).toBeGreaterThanOrEqual(800 - 800 / 32)
  })

  it('does not try numbers far above the largest', () => {
    const tried: number[] = []
    largestThatFits(search, (n) => tried.push(n) > 0 && n <= 10)
    expect(Math.max(...tried)).toBeLessThanOrEqual(16)
  })
})
