import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainEscapes, plainEscapesOf } from '../../src/exit/plain-escapes.ts'
import { stream } from '../support/fake-storages.ts'
import { propertyRuns } from '../support/property-runs.ts'

describe('plainEscapes', () => {
  it.each([
    [String.raw`"\u0061pify_\u0061\u0070\u0069\/"`, '"apify_api/"'],
    [String.raw`"\\u0061 \\\u0061"`, String.raw`"\\u0061 \\a"`],
    [String.raw`"\u0022 \u005c \u005C \u007f"`, String.raw`"\" \\ \\ \u007f"`],
    [
      String.raw`"\n \u000a \u00e4 \u2028 \ud83d \u"`,
      String.raw`"\n \u000a \u00e4 \u2028 \ud83d \u"`,
    ],
    ['{"a":1}', '{"a":1}'],
  ])('writes %s as %s', (json, plain) => {
    expect(plainEscapes(json)).toBe(plain)
    expect(plainEscapes(plain)).toBe(plain)
  })

  const strings = fc.array(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\\', '"', '\\u0061', '/')),
  )
  const json = strings.map((parts) =>
    JSON.stringify(parts.join('')).replace(
      /[a-z/](?![^\\]*$)/g,
      (sign, at: number, whole: string) =>
        whole[at - 1] === '\\' || /u[\da-f]*$/.test(whole.slice(0, at)) ? sign : escaped(sign),
    ),
  )

  it('changes no value', () => {
    fc.assert(
      fc.property(json, (text) => {
        expect(JSON.parse(plainEscapes(text))).toBe(JSON.parse(text))
      }),
      propertyRuns(200),
    )
  })

  it('is the same for a text in pieces', async () => {
    const length = fc.integer({ min: 1, max: 9 })
    await fc.assert(
      fc.asyncProperty(json, length, async (text, size) => {
        const count = Math.ceil(text.length / size)
        const pieces = Array.from({ length: count }, (_, i) => text.slice(i * size, (i + 1) * size))
        let plain = ''
        for await (const piece of plainEscapesOf(stream(pieces))) plain += piece
        expect(plain).toBe(plainEscapes(text))
      }),
      propertyRuns(200),
    )
  })

  it('takes a text of backslashes', async () => {
    const pieces = ['\\'.repeat(300_001), `${'\\'.repeat(300_000)}u0061`]
    let plain = ''
    for await (const piece of plainEscapesOf(stream(pieces))) plain += piece
    expect(plain.length).toBe(600_001)
    expect(plain.endsWith('\\a')).toBe(true)
  })
})

function escaped(sign: string): string {
  return sign === '/' ? '\\/' : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
}
