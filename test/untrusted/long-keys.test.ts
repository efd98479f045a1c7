import { describe, expect, it } from 'vitest'
import { keptKey, keptKeyChars, shownKey } from '../../src/untrusted/long-keys.ts'

describe.each([6, 256, 3000])('with an overlap of %i characters', (overlap) => {
  const keptChars = keptKeyChars(overlap)
  const keyOf = (name: string) => keptKey(name.slice(0, keptChars), name.length, keptChars)
  const secret = `${'S'.repeat(overlap - 1)}E`
  const redact = (text: string) => text.replaceAll(secret, '***')
  const shown = (name: string) => shownKey(keyOf(name), redact, overlap)

  it('a key is shown as it is if it is short', () => {
    for (const name of ['', 'a', 'k'.repeat(keptChars)]) expect(shown(name)).toBe(name)
  })

  it('a long key is cut, and says how much is missing', () => {
    const name = 'k'.repeat(keptChars + 300)
    expect(shown(name)).toBe(`${'k'.repeat(100)}… [+${name.length - 100} chars]`)
  })

  it('no part of a secret is left of a cut', () => {
    for (let at = 0; at < keptChars + 10; at += 1 + (at >> 7))
      expect(shown(`${'k'.repeat(at)}${secret}${'k'.repeat(300)}`)).not.toMatch(/[SE]/)
  })

  it('no part of a secret comes into view when one before it is replaced', () => {
    for (let between = 0; between < 110; between++)
      expect(shown(`${secret}${'k'.repeat(between)}${secret}${'k'.repeat(300)}`)).not.toMatch(
        /[SE]/,
      )
  })

  it('a long key is none of those that are as long as what is kept of it', () => {
    const name = 'k'.repeat(keptChars)
    expect(keyOf(`${name}k`)).not.toBe(keyOf(name))
  })
})
