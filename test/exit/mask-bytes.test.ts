import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../src/exit/redact.ts'
import { PLANTED } from '../support/redactor.ts'

const redactor = createRedactor(() => ['own-tökens'])

describe('mask', () => {
  it('puts a star in the place of each byte of a secret', () => {
    const bytes = Buffer.from(`\u0000é ${PLANTED}. own-tökens?`)
    const masked = redactor.mask(bytes)
    expect(masked.toString()).toBe(`\u0000é apify_api_${'*'.repeat(30)}. ${'*'.repeat(11)}?`)
    expect(masked.length).toBe(bytes.length)
    expect(bytes.includes(PLANTED)).toBe(true)
  })

  it.each(['', 'apify_ apify_api_short', '\u00ff\u0000'])('returns %j as it is', (text) => {
    const bytes = Buffer.from(text, 'latin1')
    expect(redactor.mask(bytes)).toBe(bytes)
  })
})
