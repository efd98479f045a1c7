import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../src/exit/redact.ts'

/** The server's own token. It has not the usual form, so no pattern matches it. */
const MARKED = 'marked-token/of+the.operator~0'
/** A token that the author of an Actor left in its data. */
const PLANTED = 'apify_api_PlantedInWhatActorsWrite012345'
/** With signs that end what the other forms match. */
const FORMLESS = 'w0rd:with@odd!signs$in(it)'
const redactor = createRedactor(() => [MARKED, undefined, 'short'])

/** Yields a text in pieces of all small lengths. */
async function* pieces(text: string) {
  for (let at = 0, length = 1; at < text.length; at += length, length = (length % 50) + 1)
    yield text.slice(at, at + length)
}

describe('text', () => {
  it.each([
    [`"a":"x${PLANTED}"`, '"a":"xapify_api_[redacted]"'],
    [`${MARKED}.`, '[redacted].'],
    [`?token=${encodeURIComponent(MARKED)}&a=1`, '?token=[redacted]&a=1'],
    ['apify_proxy_0123456789abcdefghijKLMN', 'apify_proxy_[redacted]'],
    ['Authorization: Bearer abcdef.0123456789', 'Authorization: Bearer [redacted]'],
    [
      'https://api.apify.com/v2/acts?limit=1&token=abcdefgh',
      'https://api.apify.com/v2/acts?limit=1&token=[redacted]',
    ],
    // Cut by whoever wrote it.
    ['the name `apify_api_Pla…`', 'the name `apify_api_[redacted]…`'],
    [`the name "${MARKED.slice(0, 12)}…" is long`, 'the name "[redacted]…" is long'],
    [
      `the name "${MARKED.slice(0, 12)}"… (30 characters)`,
      'the name "[redacted]"… (30 characters)',
    ],
    ['the name \\"apify_api_Pla\\"…', 'the name \\"apify_api_[redacted]\\"…'],
    [`${MARKED.slice(0, 9)}…, ${MARKED.slice(0, 8)}…`, '[redacted]…, [redacted]…'],
  ])('of %j is %j', (text, expected) => {
    expect(redactor.text(text)).toBe(expected)
    expect(redactor.text(expected)).toBe(expected)
  })

  it.each([
    'apify_api_key',
    'apify_default_dataset_id',
    'APIFY_API_PUBLIC_BASE_URL',
    'a short word',
    'bearer of good news, and of tidings',
    'https://shop.example/a.jpg?token=4f3c2b1a-0000&key=AIzaSyA0123456789',
    'mark…',
    '',
  ])('leaves %j alone', (text) => {
    expect(redactor.text(text)).toBe(text)
  })

  it.each([
    // One in what another form keeps visible.
    [`/v2/a/${PLANTED}?token=abcdefgh`, '/v2/a/apify_api_[redacted]?token=[redacted]'],
    [`/v2/a/${FORMLESS}/items?token=abcdefgh`, '/v2/a/[redacted]/items?token=[redacted]'],
    [`/v2/a?q=${FORMLESS}&token=abcdefgh`, '/v2/a?q=[redacted]&token=[redacted]'],
    // One that goes on where another form ends.
    [`/v2/a?token=${FORMLESS}`, '/v2/a?token=[redacted]'],
    [`Bearer 0123456789abcdef${FORMLESS}`, 'Bearer [redacted]'],
    [`apify_api_0123456789${FORMLESS}.`, 'apify_api_[redacted].'],
    [`${FORMLESS}apify_api_0123456789`, '[redacted]apify_api_[redacted]'],
    // One inside of another.
    ['apify_api_abc12345678def', 'apify_api_[redacted]'],
    // Addresses whose parts are spelled as HTML and JSON do, and with other signs.
    ['/v2/a?b=1&amp;token=abcdefgh', '/v2/a?b=1&amp;token=[redacted]'],
    [String.raw`/v2/a?b=1\u0026token=abcdefgh`, String.raw`/v2/a?b=1\u0026token=[redacted]`],
    ['/v2/a?b=c@d!(e)&token=abcdefgh', '/v2/a?b=c@d!(e)&token=[redacted]'],
  ])('of several forms, %j, is %j', async (text, expected) => {
    const several = createRedactor(() => [FORMLESS, '12345678'])
    expect(several.text(text)).toBe(expected)
    let streamed = ''
    for await (const part of several.texts(pieces(' '.repeat(9000) + text))) streamed += part
    expect(streamed.trim()).toBe(expected)
    expect(several.mask(Buffer.from(text)).toString().replace(/\*+/g, '[redacted]')).toBe(expected)
  })

  it('never makes a text with tokens longer', () => {
    const text = `${PLANTED}, ${PLANTED} apify_api_0123456789`
    expect(redactor.text(text).length).toBeLessThanOrEqual(text.length)
    expect(redactor.text(text)).not.toMatch(/0123456789|Planted/)
  })

  it('looks at a text of beginnings in a moment', () => {
    const text = `${'marked'.repeat(200_000)}…`
    expect(redactor.text(text)).toBe(`${text.slice(0, -7)}[redacted]…`)
    expect(redactor.text(`${text}${'…'.repeat(200_000)}`).length).toBeGreaterThan(200_000)
  })

  it('knows secrets that stay the same, in texts, bytes and files', async () => {
    const fixed = createRedactor([FORMLESS])
    expect(fixed.secrets()).toEqual([FORMLESS])
    expect(fixed.text(`a ${FORMLESS}`)).toBe('a [redacted]')
    expect(fixed.suspectsBytes(Buffer.from(`a ${FORMLESS}`))).toBe(true)
    expect(fixed.mask(Buffer.from(`a ${FORMLESS}`)).toString()).toMatch(/^a \*+$/)
  })

  it('knows a secret as soon as there is one', () => {
    const secrets: string[] = []
    const late = createRedactor(() => secrets)
    expect(late.text('a-late-secret')).toBe('a-late-secret')
    secrets.push('a-late-secret')
    expect(late.text('a-late-secret')).toBe('[redacted]')
  })
})

describe('value', () => {
  it('redacts strings and keys, at any depth', () => {
    const value = { [PLANTED]: [{ a: MARKED }, 1, null, true] }
    expect(redactor.value(value)).toEqual({
      'apify_api_[redacted]': [{ a: '[redacted]' }, 1, null, true],
    })
  })

  it('keeps the entries of keys that become the same, or the same as another key', () => {
    const keys = [PLANTED, `${PLANTED}6`, 'apify_api_[redacted] (2)', `${PLANTED}7`]
    const value = redactor.value(Object.fromEntries(keys.map((key, i) => [key, i])))
    expect(Object.values(value)).toEqual([0, 1, 2, 3])
  })

  it('returns the same value if there is nothing to redact', () => {
    const value = { a: [{ b: 'c' }], d: null }
    expect(redactor.value(value)).toBe(value)
  })

  it('is needed for JSON that may hold a secret, in any spelling', () => {
    expect(redactor.suspects(JSON.stringify({ a: PLANTED }))).toBe(true)
    expect(redactor.suspects('{"a":"\\u0061pify_api_PlantedInWhat"}')).toBe(true)
    expect(redactor.suspects('{"a":"marked-token\\/of"}')).toBe(true)
    expect(redactor.suspects('{"a":"plain","b":[1,2]}')).toBe(false)
  })
})

describe('logLine', () => {
  it.each([
    ['GET /v2/users/me?token=abc&limit=1', 'GET /v2/users/me?token=[redacted]&limit=1'],
    ['at https://a.example/?apiKey=abc', 'at https://a.example/?apiKey=[redacted]'],
    ['authorization: bearer  abc.def', 'authorization: bearer  [redacted]'],
    ['{"authorization":"Bearer abc"}', '{"authorization":"Bearer [redacted]"}'],
    ['apify_proxy_abc', '[redacted]'],
    ['APIFY_API_ABC1', '[redacted]'],
    ['Check APIFY_API_BASE_URL.', 'Check APIFY_API_BASE_URL.'],
    ['Unset APIFY_AGENT_TOOLS_READ_ONLY.', 'Unset APIFY_AGENT_TOOLS_READ_ONLY.'],
    ['apify_agent_tools_4kq9', '[redacted]'],
    [`the token ${PLANTED}.`, 'the token apify_api_[redacted].'],
    [`the token ${MARKED}.`, 'the token [redacted].'],
    ['APIFY_TOKEN is not set; tokens=3', 'APIFY_TOKEN is not set; tokens=3'],
  ])('of %j is %j', (line, expected) => {
    expect(redactor.logLine(line)).toBe(expected)
    expect(redactor.logLine(expected)).toBe(expected)
  })
})
