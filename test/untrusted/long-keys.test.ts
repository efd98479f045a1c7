import { expect, it } from 'vitest'
import { keptKey, MAX_KEY_CHARS, shownKey } from '../../src/untrusted/long-keys.ts'

const redact = (text: string) => text.replaceAll('SECRET', '***')
const keyOf = (name: string) => keptKey(name.slice(0, MAX_KEY_CHARS), name.length)

it('a key is shown as it is if it is short', () => {
  for (const name of ['', 'a', 'k'.repeat(MAX_KEY_CHARS)])
    expect(shownKey(keyOf(name), redact)).toBe(name)
})

it('a long key is cut, and says how much is missing', () => {
  expect(shownKey(keyOf('k'.repeat(400)), redact)).toBe(`${'k'.repeat(100)}… [+300 chars]`)
})

it('no part of a secret is left of a cut', () => {
  for (let at = 90; at < 102; at++) {
    const shown = shownKey(keyOf(`${'k'.repeat(at)}SECRET${'k'.repeat(300)}`), redact)
    expect(shown).not.toMatch(/S|E|C|R|T/)
  }
})

it('a long key is none of those that are as long as what is kept of it', () => {
  const name = 'k'.repeat(MAX_KEY_CHARS)
  expect(keyOf(`${name}k`)).not.toBe(keyOf(name))
})
