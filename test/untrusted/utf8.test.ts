import fc from 'fast-check'
import { expect, it } from 'vitest'
import { countChars, openBytes } from '../../src/untrusted/utf8.ts'
import { propertyRuns } from '../support/property-runs.ts'

const TEXT = fc.string({ unit: fc.constantFrom('a', '"', 'é', '中', '😀', '\u07ff', '\uffff') })

it('counts the characters of a text', () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      const bytes = Buffer.from(text)
      expect(countChars(bytes, 0, bytes.length)).toBe(text.length)
    }),
    propertyRuns(100),
  )
})

it('leaves a character that is cut in two to the next piece', () => {
  fc.assert(
    fc.property(TEXT, fc.nat(), (text, cut) => {
      const bytes = Buffer.from(text)
      const end = cut % (bytes.length + 1)
      const whole = end - openBytes(bytes, 0, end)
      const parts = bytes.toString('utf8', 0, whole) + bytes.toString('utf8', whole)
      expect(parts).toBe(text)
      expect(end - whole).toBeLessThan(4)
    }),
    propertyRuns(100),
  )
})

it('leaves bytes that are no character where they are', () => {
  for (const bytes of [[0x80, 0x80, 0x80, 0x80], [0xff], [0x61, 0x80]])
    expect(openBytes(Buffer.from(bytes), 0, bytes.length)).toBeLessThan(4)
  expect(openBytes(Buffer.from([0xe4]), 1, 1)).toBe(0)
})
