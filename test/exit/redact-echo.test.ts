import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../src/exit/redact.ts'
import { redactEcho } from '../../src/exit/redact-echo.ts'
import { uriSpellings } from '../support/attack/secrets.ts'

const MARKED = 'marked-token/of+the.operator~0'
const redactor = createRedactor(() => [MARKED])

describe('what repeats a client', () => {
  it.each(uriSpellings(MARKED))('shows no secret spelled %s', (spelled) => {
    const shown = redactEcho(`No run "${spelled}".`, redactor)
    expect(shown).toBe('No run "[redacted]".')
  })

  it.each(uriSpellings(MARKED))('shows no beginning of %s that was cut', (spelled) => {
    const cut = spelled.slice(0, spelled.length - 9)
    expect(redactEcho(`No run "${cut}"…`, redactor)).toBe('No run "[redacted]"…')
  })

  it('keeps escapes that hide no secret', () => {
    const text = 'No resource "apify://run/a%20b%5Fc%255F/100%".'
    expect(redactEcho(text, redactor)).toBe(text)
  })
})
