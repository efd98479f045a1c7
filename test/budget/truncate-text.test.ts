import { describe, expect, it } from 'vitest'
import { countTokens } from '../../src/budget/token-cost.ts'
import { largestThatFits, truncateText } from '../../src/budget/truncate-text.ts'

const lorem = 'The ferry leaves at dawn, long before the cafés open their shutters. '

describe('truncateText', () => {
  it.each([
    ['a short text', 'abc', 100],
    ['prose', lorem.repeat(100), 50],
    ['emoji', '🦄'.repeat(500), 21],
    ['escapes', '"\\\n'.repeat(500), 40],
    ['blanks', ' '.repeat(10_000), 100],
    ['no budget', lorem, 0],
    ['a negative budget', lorem, -5],
  ])('returns the beginning of %s that fits', (_, text, maxTokens) => {
    const page = truncateText(text, maxTokens)
    expect(text.startsWith(page.text)).toBe(true)
    expect(page.text.length + page.rest).toBe(text.length)
    expect(Buffer.from(page.text).toString()).toBe(page.text) // no torn surrogate pair
    if (page.text !== '') expect(countTokens(page.text)).toBeLessThanOrEqual(maxTokens)
  })
})

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
