import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countRowTokens, exceeds, excessOf, fitByBytes } from '../../src/budget/row-tokens.ts'
import { countTokens } from '../../src/budget/token-cost.ts'
import { row } from '../support/hostile-values.ts'
import { propertyRuns } from '../support/property-runs.ts'

const numbers = Array.from({ length: 100 }, (_, n) => n)
const fields = Object.fromEntries(numbers.map((n) => [`field ${n}`, n]))

describe('exceeds', () => {
  it.each([
    ['numbers', numbers, 100],
    ['names and values', fields, 200],
    ['values at every level', { a: [numbers, { b: numbers }] }, 202],
    ['a long text, which may be cut', ['x'.repeat(1000)], 1],
    ['a text', 'x'.repeat(1000), 1000],
  ])('counts %s', (_, value, count) => {
    expect(exceeds(value, count)).toBe(false)
    if (typeof value === 'object') expect(exceeds(value, count - 1)).toBe(true)
    expect(exceeds(value, count)).toBe(false)
  })
})

describe('fitByBytes', () => {
  it('is true for rows that have fewer bytes than there are tokens', () => {
    const bytes = JSON.stringify(fields).length + 1
    expect(fitByBytes([fields], bytes)).toBe(true)
    expect(fitByBytes([fields], bytes - 1)).toBe(false)
    expect(fitByBytes([{ text: '漢'.repeat(100) }], 200)).toBe(false)
  })
})

describe('excessOf', () => {
  it.each([0, 60, 600])('is what a page of any rows takes beyond %i tokens', (budget) => {
    const pages = fc.property(fc.array(row, { maxLength: 9 }), (rows) => {
      const page = { items: rows, count: rows.length }
      const exact = Math.max(0, countTokens(page) - budget)
      for (const one of rows) countRowTokens(one)
      const excess = excessOf(page, budget)
      if (excess > 0) expect(excess).toBe(exact)
      else expect(exact).toBeLessThanOrEqual(0)
    })
    fc.assert(pages, propertyRuns(60))
  })
})
