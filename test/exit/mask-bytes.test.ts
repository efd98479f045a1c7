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

  it.each([
    ['little', 0, (bytes: Buffer) => bytes],
    ['big', 0, (bytes: Buffer) => bytes.swap16()],
    ['little', 1, (bytes: Buffer) => bytes],
    ['big', 1, (bytes: Buffer) => bytes.swap16()],
  ])('finds UTF-16, %s end first, that begins after %i bytes', (_, start, order) => {
    const wide = (text: string) =>
      Buffer.concat([Buffer.alloc(start, 'x'), order(Buffer.from(text, 'utf16le'))])
    const masked = redactor.mask(wide(`é ${PLANTED}ğ own-token`))
    expect(masked).toEqual(wide(`é apify_api_${'*'.repeat(30)}ğ own-token`))
    const own = createRedactor(() => ['own-token'])
    expect(own.mask(wide('own-token'))).toEqual(wide('*********'))
  })

  it.each(['', 'apify_ apify_api_short', '\u00ff\u0000'])('returns %j as it is', (text) => {
    const bytes = Buffer.from(text, 'latin1')
    expect(redactor.mask(bytes)).toBe(bytes)
  })
})
