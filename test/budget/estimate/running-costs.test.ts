import fc from 'fast-check'
import { expect, it } from 'vitest'
import { estimateTokens } from '../../../src/budget/estimate/estimate-tokens.ts'
import { RunningCosts } from '../../../src/budget/estimate/running-costs.ts'
import { text } from '../../support/hostile-values.ts'
import { propertyRuns } from '../../support/property-runs.ts'

const PROSE = 'The ferry leaves at dawn, long before the cafés open their shutters. '.repeat(50)

it('costs what the estimate of the whole text is, and rises with every character', () => {
  const property = fc.property(text, (given) => {
    const costs = new RunningCosts(given, Number.POSITIVE_INFINITY)
    expect(costs.isWhole).toBe(true)
    expect(Math.ceil(costs.total)).toBe(estimateTokens(given))
    const rising = Array.from({ length: given.length + 1 }, (_, chars) => costs.costOf(chars))
    expect(rising).toEqual([...rising].sort((a, b) => a - b))
    for (const chars of [0, given.length >> 1, given.length])
      expect(costs.charsFor(costs.costOf(chars))).toBeGreaterThanOrEqual(Math.max(0, chars - 1))
  })
  fc.assert(property, propertyRuns(200))
})

it.each([0, 1, 100, 500])('is about the estimate of each beginning, up to %i tokens', (most) => {
  const costs = new RunningCosts(PROSE, most)
  for (let chars = 0; costs.costOf(chars) <= most; chars += 7) {
    const exact = estimateTokens(PROSE.slice(0, chars))
    expect(Math.abs(costs.costOf(chars) - exact)).toBeLessThan(4)
  }
})

it('reads no further than it is allowed to', () => {
  const costs = new RunningCosts(PROSE, 20)
  expect(costs.isWhole).toBe(false)
  expect(costs.costOf(PROSE.length)).toBe(Number.POSITIVE_INFINITY)
  expect(costs.charsFor(1000)).toBeLessThan(200)
  expect(costs.charsFor(10)).toBeLessThan(costs.charsFor(20))
})
