import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TokenEstimator } from '../../../src/budget/estimate/estimate-tokens.ts'
import { KnownCosts } from '../../../src/budget/estimate/known-costs.ts'
import { propertyRuns } from '../../support/property-runs.ts'
import { texts } from './texts.ts'

/** Reads each piece as if it were the first. */
class Forgetful extends TokenEstimator {
  protected override readonly known = undefined
}

const codesOf = (text: string) => Uint16Array.from(text, (char) => char.charCodeAt(0))

describe('known costs', () => {
  it.each(texts)('do not change the estimate of %s', (_, text) => {
    for (const form of [text, JSON.stringify({ text }), JSON.stringify(JSON.stringify([text]))])
      expect(new TokenEstimator(form).run().tokens).toBe(new Forgetful(form).run().tokens)
  })

  it('do not change the estimate of any text, however often its pieces come again', () => {
    const piece = fc.stringMatching(/^[a-zA-Z]{0,17}[-"',:\\/{}[\].]{0,6}[ \n]?[é木😀]?$/u)
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = [...pieces, ...pieces].join('')
        expect(new TokenEstimator(text).run().tokens).toBe(new Forgetful(text).run().tokens)
      }),
      propertyRuns(100),
    )
  })

  it('take no piece for another', () => {
    const word = fc.record({
      text: fc.stringMatching(/^[A-Z]{0,5}[a-z]{1,10}$/),
      lead: fc.nat(0x2ff),
    })
    const signs = fc.record({
      text: fc.stringMatching(/^[!-/:-@[-`{-~]{1,4}$/),
      before: fc.constantFrom(0, 32),
    })
    fc.assert(
      fc.property(fc.uniqueArray(word), fc.uniqueArray(signs), (words, runs) => {
        const known = new KnownCosts()
        const costs = new Map<string, number>()
        let last = 0
        const meet = (key: string, found: number) => {
          const expected = costs.get(key) ?? 0
          // A piece may be forgotten for another, but never has the cost of another.
          if (found !== 0) expect(found).toBe(expected)
          const cost = ++last
          costs.set(key, cost)
          known.add(cost)
        }
        for (const { text, lead } of [...words, ...words])
          meet(`w${lead} ${text}`, known.ofWord(codesOf(text), 0, lead))
        for (const { text, before } of [...runs, ...runs])
          meet(`s${before} ${text}`, known.ofSigns(codesOf(text), 0, before))
      }),
      propertyRuns(100),
    )
  })

  it.each(['abcdefghijklmnop', 'été', 'Ωmega'])('do not remember the word %s', (word) => {
    const known = new KnownCosts()
    expect(known.ofWord(codesOf(word), 0, 0)).toBe(-1)
  })

  it.each(['{"":[', '…', '"→'])('do not remember the signs %s', (signs) => {
    const known = new KnownCosts()
    expect(known.ofSigns(codesOf(signs), 0, 0)).toBe(-1)
  })

  it('end a word where the estimate does', () => {
    const known = new KnownCosts()
    for (const [text, end] of [
      ['HTTPserver', 10],
      ['fooBar', 3],
      ['a1', 1],
      ['x…', 1],
    ] as const) {
      expect(known.ofWord(codesOf(text), 0, 0)).toBe(0)
      expect(known.end).toBe(end)
    }
  })

  it('remember what was read', () => {
    const known = new KnownCosts()
    expect(known.ofWord(codesOf('price'), 0, 34)).toBe(0)
    known.add(1.25)
    expect(known.ofWord(codesOf('a price'), 2, 34)).toBe(1.25)
    expect(known.ofWord(codesOf('price'), 0, 32)).toBe(0)
  })
})
