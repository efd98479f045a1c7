import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { estimateTokens, TokenEstimator } from '../../src/budget/estimate/estimate-tokens.ts'
import { PricedEntries } from '../../src/budget/priced-entries.ts'
import { truncateValue } from '../../src/budget/truncate.ts'

const list = <T>(count: number, make: (i: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i))
const CHARS = 40
const ALL = Number.POSITIVE_INFINITY

const VALUES: Record<string, object> = {
  'many fields': Object.fromEntries(list(900, (i) => [`field_${i}`, i % 2 ? `value ${i}` : i])),
  'a long list': list(900, (i) => ({ i, name: `Product ${i}`, tags: ['a', 'b'], none: [] })),
  'lists in lists': list(30, (i) => list(30, (j) => ({ at: [i, j], ok: i > j, no: null }))),
  'long strings': { texts: list(60, (i) => `${i} `.repeat(i * 9)) },
}

describe.each(Object.keys(VALUES))('%s', (name) => {
  const value = VALUES[name] ?? {}

  it.each([1, 4, 25, 400])(
    'cost what the estimate of %i entries is, to some percent',
    (entries) => {
      const shown = JSON.stringify(truncateValue(value, { chars: CHARS, entries }))
      const exact = estimateTokens(shown)
      const cost = new PricedEntries(value, CHARS).costOf(entries, ALL)
      expect(Math.abs(cost - exact)).toBeLessThan(8 + 0.03 * exact)
    },
  )

  it('are priced once, and no further than asked for', () => {
    const priced = new PricedEntries(value, CHARS)
    const run = vi.spyOn(TokenEstimator.prototype, 'run')
    onTestFinished(() => run.mockRestore())
    expect(priced.costOf(1000, 50)).toBeGreaterThan(50)
    expect(run.mock.calls.length).toBeLessThan(30)
    priced.costOf(1000, ALL)
    const calls = run.mock.calls.length
    priced.costOf(7, ALL)
    expect(run.mock.calls).toHaveLength(calls)
  })
})
