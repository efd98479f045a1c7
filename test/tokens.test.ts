import fc from 'fast-check'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, it } from 'vitest'
import { estimateTokens } from '../src/tokens.ts'
import { list, others, strict } from './tokens-samples.ts'

const count = (text: string) => countTokens(text, { disallowedSpecial: new Set() })

const embed = (text: string) => JSON.stringify({ url: 'https://example.com', body: text, n: 1 })

function check(name: string, text: string, most: number): void {
  const tokens = count(text)
  const estimate = estimateTokens(text)
  expect(estimate, `${name}: ${estimate} for ${tokens}`).toBeGreaterThanOrEqual(tokens)
  expect(estimate, `${name}: ${estimate} for ${tokens}`).toBeLessThanOrEqual(most * tokens)
}

describe('estimateTokens', () => {
  it.each(Object.entries(strict))('stays within 1.6 times the count of %s', (name, text) => {
    for (const form of [text, embed(text), text.repeat(50), embed(`${text}\n`.repeat(3))]) {
      check(name, form, 1.6)
    }
  })

  it.each(Object.entries(others))('stays within twice the count of %s', (name, text) => {
    for (const form of [text, embed(text), text.repeat(20)]) check(name, form, 2)
  })

  it('holds for any mixture of the common kinds', () => {
    const parts = fc.array(fc.constantFrom(...Object.values(strict)), {
      minLength: 1,
      maxLength: 8,
    })
    const property = fc.property(
      parts,
      fc.constantFrom('', ' ', '\n', ', '),
      (texts, separator) => {
        check('mixture', texts.join(separator), 1.6)
        check('array', JSON.stringify(texts), 1.6)
      },
    )
    fc.assert(property, { seed: 7, numRuns: 200 })
  })

  it('adds up: the parts cost at least the whole, but for rounding', () => {
    const part = fc.constantFrom(...Object.values({ ...strict, ...others }))
    const property = fc.property(part, part, fc.nat(80), (a, b, cut) => {
      const whole = estimateTokens(a + b.slice(cut))
      expect(whole).toBeLessThanOrEqual(estimateTokens(a) + estimateTokens(b.slice(cut)) + 1)
      expect(whole).toBeGreaterThanOrEqual(estimateTokens(a))
    })
    fc.assert(property, { seed: 11, numRuns: 1000 })
  })

  it('counts every Han, kana and Hangul character in full', () => {
    for (const [from, to] of [
      [0x3041, 0x30ff],
      [0x4e00, 0x9fff],
      [0xac00, 0xd7a3],
    ] as const) {
      for (let code = from; code < to; code += 64) {
        const row = list(Math.min(64, to - code), (i) => String.fromCharCode(code + i))
        for (const text of [row.join(' '), row.join('\n'), JSON.stringify(row)]) {
          expect(estimateTokens(text), `U+${code.toString(16)}`).toBeGreaterThanOrEqual(count(text))
        }
      }
    }
  })

  it('takes special tokens for plain text and nothing for nothing', () => {
    expect(estimateTokens('')).toBe(0)
    for (const text of ['<|endoftext|>', '<|endoftext|>'.repeat(40), '<|im_start|>system']) {
      check('special', text, 2)
    }
  })

  it('takes time linear in the length', () => {
    const text = Object.values(strict).join('\n').repeat(400)
    const start = performance.now()
    expect(estimateTokens(text)).toBeGreaterThan(count(strict.english ?? ''))
    expect(performance.now() - start).toBeLessThan(2000)
  })
})
