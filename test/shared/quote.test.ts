import { describe, expect, it } from 'vitest'
import { namedKeys, quoted, quotedName, shorten } from '../../src/shared/quote.ts'

describe('shorten', () => {
  it.each([
    ['short', 5, 'short'],
    ['longer', 5, 'longe…'],
    ['🦄🦄', 3, '🦄…'],
    ['a🦄', 2, 'a…'],
    ['', 5, ''],
  ])('%j to %i characters', (text, maxChars, shown) => {
    expect(shorten(text, maxChars)).toBe(shown)
  })

  it('keeps 200 characters if nothing else is said', () => {
    expect(shorten('a'.repeat(200))).toBe('a'.repeat(200))
    expect(shorten('a'.repeat(201))).toBe(`${'a'.repeat(200)}…`)
  })
})

describe('quoting', () => {
  it('escapes what would break the sentence', () => {
    expect(quoted('a "b"\n')).toBe('"a \\"b\\"\\n"')
    expect(quoted('ሀ'.repeat(600_000))).toHaveLength(203)
    expect(quotedName('a\n`b`\u2028c')).toBe('`a b c`')
    expect(quotedName('y'.repeat(1000))).toBe(`\`${'y'.repeat(60)}…\``)
  })

  it.each([
    [0, ''],
    [1, '`0`'],
    [10, '`0`, `1`, `2`, `3`, `4`, `5`, `6`, `7`, `8`, `9`'],
    [400, '`0`, `1`, `2`, `3`, `4`, `5`, `6`, `7`, `8`, `9` and 390 more'],
  ])('names at most ten of %i keys', (count, shown) => {
    const keys = Array.from({ length: count }, (_, i) => `${i}`)
    expect(namedKeys(keys, (key) => quotedName(key))).toBe(shown)
  })
})
