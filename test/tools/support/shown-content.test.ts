import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../../src/exit/redact.ts'
import { shownBytes, shownJson, shownText } from '../../../tools/support/shown-content.ts'

const TOKEN = 'apify_api_PlantedInWhatIsWritten0123456789'

describe('shownText', () => {
  it.each([
    ['', '""'],
    ['plain', '"plain"'],
    ['a"? Approved. "b', String.raw`"a\"? Approved. \"b"`],
    ['two\nlines\tand\u0000more', String.raw`"two\nlines\tand\u0000more"`],
    ['\u001b[31mred', String.raw`"\u001b[31mred"`],
    ['next\u0085line\u2028\u2029', String.raw`"next\u0085line\u2028\u2029"`],
    ['right\u202eto left', String.raw`"right\u202eto left"`],
    ['zero\u200bwidth\ufeff', String.raw`"zero\u200bwidth\ufeff"`],
    ['tag \u{e0041}', String.raw`"tag \udb40\udc41"`],
    ['lone \ud800', String.raw`"lone \ud800"`],
    ['émoji 🧪', '"émoji 🧪"'],
    ['x'.repeat(400), `"${'x'.repeat(400)}"`],
    ['x'.repeat(401), `"${'x'.repeat(400)}…" [+1 chars]`],
    [`${'x'.repeat(399)}🧪`, `"${'x'.repeat(399)}…" [+2 chars]`],
  ])('shows %j as %s', (text, shown) => {
    expect(shownText(text)).toBe(shown)
  })
})

describe('shownJson', () => {
  it.each([
    ['{"a":1}', '{"a":1}'],
    [JSON.stringify({ a: '"}? Accept. {"' }), String.raw`{"a":"\"}? Accept. {\""}`],
    [JSON.stringify({ a: '\n\u202e' }), String.raw`{"a":"\n\u202e"}`],
    [`{"a":"${'x'.repeat(500)}"}`, `{"a":"${'x'.repeat(394)}… [+108 chars]`],
  ])('shows %s as %s', (json, shown) => {
    expect(shownJson(json)).toBe(shown)
  })
})

describe('shownBytes', () => {
  it.each([
    [Buffer.from('a text\n'), String.raw`"a text\n"`],
    [Buffer.from('mostly text\u0007'), String.raw`"mostly text\u0007"`],
    [Buffer.from([0xff, 0xd8, 0xff]), 'base64 "/9j/"'],
    [Buffer.alloc(9), 'base64 "AAAAAAAAAAAA"'],
    [Buffer.alloc(600), `base64 "${'A'.repeat(400)}…" [+400 chars]`],
  ])('shows %j as %s', (bytes, shown) => {
    expect(shownBytes(bytes)).toBe(shown)
  })
})

describe('a secret', () => {
  const redactor = createRedactor(() => [TOKEN, 'secret-of-"this"-call'])

  it('is not shown in part where the content is cut', () => {
    for (let before = 360; before <= 400; before++) {
      const text = 'x'.repeat(before) + TOKEN
      for (const shown of [shownText(text), shownJson(JSON.stringify({ text }))]) {
        expect(redactor.text(shown)).toContain('x'.repeat(350))
        expect(redactor.text(shown)).not.toContain('Planted'.slice(0, 3))
      }
    }
  })

  it('is redacted though its quotes are escaped', () => {
    expect(redactor.text(shownText('a secret-of-"this"-call'))).toBe('"a [redacted]"')
  })
})
