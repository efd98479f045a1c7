import { describe, expect, it } from 'vitest'
import { createFormats } from '../../../src/views/shared/formats.ts'

const english = createFormats('en-US', 'UTC')
/** Some languages separate with spaces that do not break. */
const plain = (text: string) => text.replace(/\s/g, ' ')

describe('formats', () => {
  it.each([
    [english.number(1_234_567.5), '1,234,567.5'],
    [createFormats('de-DE', 'UTC').number(1_234_567.5), '1.234.567,5'],
    [english.percent(0.1234), '12.3%'],
    [english.money(0), '$0.00'],
    [english.money(12.5), '$12.50'],
    [english.money(0.5), '$0.50'],
    [english.money(0.000_123), '$0.00012'],
    [english.bytes(1), '1 byte'],
    [english.bytes(0), '0 bytes'],
    [english.bytes(999), '999 bytes'],
    [english.bytes(1500), '1.5 kB'],
    [english.bytes(5e15), '5,000 TB'],
    [english.duration(0), '0 sec'],
    [english.duration(65_000), '1 min 5 sec'],
    [english.duration(3_600_000), '1 hr'],
    [english.duration(90_061_000), '1 day 1 hr'],
    [english.age(0, 180_000), '3 minutes ago'],
    [english.age(0, 100), 'now'],
    [english.age('soon'), 'soon'],
    [english.dateTime('soon'), 'soon'],
    [english.dateTime('2026-03-01T10:00:00Z'), 'Mar 1, 2026, 10:00:00 AM'],
    [createFormats('en-GB', 'Asia/Tokyo').dateTime('2026-03-01T10:00:00Z'), '1 Mar 2026, 19:00:00'],
  ])('write %s as %s', (written, expected) => {
    expect(plain(written)).toBe(expected)
  })

  it('take the own language and zone of the browser for names that it does not know', () => {
    const odd = createFormats('not a locale', 'Mars/Olympus')
    expect(odd.number(5)).toBe(createFormats().number(5))
    expect(odd.dateTime(0)).toBe(createFormats().dateTime(0))
  })
})
