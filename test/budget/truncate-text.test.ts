import { describe, expect, it } from 'vitest'
import { countTokens } from '../../src/budget/token-cost.ts'
import { truncateText } from '../../src/budget/truncate-text.ts'

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
