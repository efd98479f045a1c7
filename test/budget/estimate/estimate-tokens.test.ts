import fc from 'fast-check'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, it } from 'vitest'
import { estimateTokens } from '../../../src/budget/estimate/estimate-tokens.ts'
import { below, list, others, strict } from './samples.ts'
import { texts } from './texts.ts'

const count = (text: string) => countTokens(text, { disallowedSpecial: new Set() })

const embed = (text: string) => JSON.stringify({ url: 'https://example.com', body: text, n: 1 })

function check(name: string, text: string, most: number): void {
  const tokens = count(text)
  const estimate = estimateTokens(text)
  expect(estimate, `${name}: ${estimate} for ${tokens}`).toBeGreaterThanOrEqual(tokens)
  expect(estimate, `${name}: ${estimate} for ${tokens}`).toBeLessThanOrEqual(most * tokens)
}

/** Windows of a text, from random places and in three sizes. */
const windowsOf = (text: string) =>
  [200, 1000, 10_000].flatMap((size) =>
    list(Math.ceil(20_000 / (size + 200)), (n) => {
      const at = below(text.length - size)
      return { size, at, window: text.slice(at, at + size), n }
    }),
  )

describe('estimateTokens', () => {
  it.each(Object.entries(strict))('stays within 1.6 times the count of %s', (name, text) => {
    for (const form of [text, embed(text), text.repeat(50), embed(`${text}\n`.repeat(3))]) {
      check(name, form, 1.6)
    }
  })

  it.each(Object.entries(others))('stays within twice the count of %s', (name, text) => {
    for (const form of [text, embed(text), text.repeat(20)]) check(name, form, 2)
  })

  it.each(texts)(
    'holds for windows of 200 characters and more of %s, in JSON too',
    (name, text) => {
      for (const { size, at, window, n } of windowsOf(text)) {
        const row = JSON.stringify({ url: 'https://example.com/a', text: window, n })
        for (const form of [window, row, JSON.stringify({ body: row })])
          check(`${name}, ${size} from ${at}`, form, 1.6)
      }
    },
  )

  it.each(texts)('is rarely and not far out of range for 80 characters of %s', (name, text) => {
    const windows = list(400, () => {
      const at = below(text.length - 80)
      return text.slice(at, at + 80)
    })
    const ratios = windows.map((window) => estimateTokens(window) / count(window))
    expect(Math.min(...ratios), name).toBeGreaterThan(0.85)
    expect(Math.max(...ratios), name).toBeLessThan(1.85)
    const outside = ratios.filter((ratio) => ratio < 1 || ratio > 1.6)
    expect(outside.length / ratios.length, name).toBeLessThan(0.1)
  })

  it('is never below the count for long runs of one character or two alternating', () => {
    const signs = [...'-=*_.#~/+<>|!? \n\t']
    const pairs = signs.flatMap((one) => signs.map((other) => ({ one, other })))
    const runs = pairs.flatMap(({ one, other }) => {
      const unit = one === other ? one : one + other
      const lengths = one === other ? [100, 1000, 10_000] : [100, 1000]
      return lengths.map((length) => ({
        name: JSON.stringify([one, other, length]),
        text: unit.repeat(length),
      }))
    })
    for (const { name, text } of runs)
      expect(estimateTokens(text), name).toBeGreaterThanOrEqual(count(text))
  })

  it('holds for parts of all kinds in one text', () => {
    const part = fc.tuple(fc.constantFrom(...texts), fc.nat(), fc.integer({ min: 40, max: 2000 }))
    const parts = fc.array(part, { minLength: 2, maxLength: 8 })
    const property = fc.property(
      parts,
      fc.constantFrom('', ' ', '\n', '","'),
      (found, separator) => {
        const slices = found.map(([[, text], at, size]) => text.slice(at % 10_000).slice(0, size))
        const joined = slices.join(separator)
        if (joined.length < 200) return
        check('parts', joined, 1.6)
        check('rows', JSON.stringify(slices.map((text, id) => ({ id, text }))), 1.6)
      },
    )
    fc.assert(property, { seed: 23, numRuns: 300 })
  })

  it('counts lone surrogates, NUL, separators and controls, raw and as escapes', () => {
    const odd = ['\ud83d', '\udc00', '\u0000', '\u2028', '\u2029', '\u0007', '\u001b[31m', '\ufeff']
    const word = fc.constantFrom(...odd, 'price', ' the ', '42', '\n', 'Über', '数', '"')
    const property = fc.property(fc.array(word, { minLength: 60, maxLength: 400 }), (words) => {
      const text = words.join('')
      check('raw', text, 1.6)
      check('json', JSON.stringify(text), 1.6)
    })
    fc.assert(property, { seed: 5, numRuns: 300 })
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

  it('is additive: the parts count at least as much as the whole, except for the seam', () => {
    const part = fc.constantFrom(...Object.values({ ...strict, ...others }))
    const property = fc.property(part, part, fc.nat(80), (a, b, start) => {
      const whole = estimateTokens(a + b.slice(start))
      // Letters at the seam weigh differently beside each other; both parts are rounded up.
      expect(whole).toBeLessThanOrEqual(estimateTokens(a) + estimateTokens(b.slice(start)) + 2)
      expect(whole).toBeGreaterThanOrEqual(estimateTokens(a) - 2)
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

  it.each([
    ['rare letters between common ones', 'a\u1ddd'],
    ['another', 'a\u020a'],
    ['Hebrew with vowel points', 'בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם '],
    ['Arabic with vowel signs', 'بِسْمِ اللَّهِ الرَّحْمَٰنِ الرَّحِيمِ '],
    ['superscript letters', 'ᵗʰᵉ ᶠᵉʳʳʸ '],
    ['small capitals', 'ᴛʜᴇ ꜰᴇʀʀʏ '],
    ['fullwidth letters', 'ｔｈｅ ｆｅｒｒｙ '],
    ['rare ends of lines', 'a line\u2029next line\u0085'],
    ['nothing but these', '\u2029'],
  ])('is not below the count of %s', (_, part) => {
    const text = part.repeat(200)
    expect(estimateTokens(text)).toBeGreaterThanOrEqual(count(text))
  })

  it('counts special tokens as plain text and an empty text as 0', () => {
    expect(estimateTokens('')).toBe(0)
    for (const text of ['<|endoftext|>', '<|endoftext|>'.repeat(40), '<|im_start|>system']) {
      check('special', text, 2)
    }
  })

  it('handles a text of 4 million characters', () => {
    const mixed = Object.values(strict).join('\n')
    const text = mixed.repeat(Math.ceil(4_000_000 / mixed.length))
    expect(estimateTokens(text)).toBeGreaterThan(estimateTokens(mixed) * 10)
  })
})
