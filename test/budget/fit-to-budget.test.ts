import { describe, expect, it } from 'vitest'
import { fitToBudget } from '../../src/budget/fit-rows.ts'
import { countTokens } from '../../src/budget/token-cost.ts'

describe('fitToBudget', () => {
  it('returns a result that fits itself, and cuts any other', () => {
    const small = { a: 1 }
    expect(fitToBudget(small, 100, JSON.stringify(small))).toBe(small)
    const large = { a: 'The ferry leaves at dawn. '.repeat(2400), b: Array(900).fill(7) }
    const fitted = fitToBudget(large, 100, JSON.stringify(large))
    expect(countTokens(fitted)).toBeLessThanOrEqual(100)
    expect(fitted).toHaveProperty('a', expect.stringContaining('… [+'))
  })

  it.each([
    ['its beginning', '\n\t'.repeat(40) + '𐀀'.repeat(240)],
    ['its beginning, long ones', '\0'.repeat(160) + 'plain words '.repeat(40)],
    ['its end', 'plain words '.repeat(60) + '\0'.repeat(160)],
  ])('keeps all fields of a result whose text has its escapes at %s', (_, text) => {
    for (let budget = 120; budget < 900; budget += 3) {
      const result = { id: 'run1', status: 'SUCCEEDED', statusMessage: text }
      const fitted = fitToBudget(result, budget, JSON.stringify(result))
      expect(Object.keys(fitted)).toEqual(['id', 'status', 'statusMessage'])
      expect(countTokens(fitted)).toBeLessThanOrEqual(budget)
    }
  })
})
