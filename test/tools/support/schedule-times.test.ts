import { describe, expect, it } from 'vitest'
import { checkTimes, isShortcut, nextRuns } from '../../../tools/support/schedule-times.ts'

const NOW = new Date('2026-03-27T12:34:56.000Z')

describe('nextRuns', () => {
  it.each<[cron: string, timezone: string, times: string[]]>([
    ['0 8 * * *', 'UTC', ['03-28T08:00:00', '03-29T08:00:00', '03-30T08:00:00']],
    // Summer time begins on March 29 at 2 o'clock.
    ['0 8 * * *', 'Europe/Prague', ['03-28T07:00:00', '03-29T06:00:00', '03-30T06:00:00']],
    ['0 8 * * *', 'America/New_York', ['03-28T12:00:00', '03-29T12:00:00', '03-30T12:00:00']],
    ['*/20 35 12 * * *', 'UTC', ['03-27T12:35:00', '03-27T12:35:20', '03-27T12:35:40']],
    ['0 0 * * mon-wed', 'UTC', ['03-30T00:00:00', '03-31T00:00:00', '04-01T00:00:00']],
    ['0 0 * * 7', 'UTC', ['03-29T00:00:00', '04-05T00:00:00', '04-12T00:00:00']],
    // Either of the two days, as cron has it.
    ['0 0 1 * 1', 'UTC', ['03-30T00:00:00', '04-01T00:00:00', '04-06T00:00:00']],
    [' 5,35  *   * * * ', 'UTC', ['03-27T12:35:00', '03-27T13:05:00', '03-27T13:35:00']],
  ])('of %j in %s', (cron, timezone, times) => {
    expect(nextRuns(cron, timezone, NOW)).toEqual(times.map((time) => `2026-${time}.000Z`))
  })

  it('waits for leap years', () => {
    const years = nextRuns('0 0 29 2 *', 'UTC', NOW)?.map((time) => time.slice(0, 10))
    expect(years).toEqual(['2028-02-29', '2032-02-29', '2036-02-29'])
  })

  it.each(['@daily', ' @Hourly ', 'nonsense', '0 8 * *', ''])('promises none of %j', (cron) => {
    expect(nextRuns(cron, 'UTC', NOW)).toBeUndefined()
  })

  it('promises none in an unknown time zone', () => {
    expect(nextRuns('0 8 * * *', 'Mars/Base', NOW)).toBeUndefined()
  })
})

describe('isShortcut', () => {
  it.each(['@yearly', '@monthly', '@weekly', '@daily', '@hourly'])('knows %s', (cron) => {
    expect(isShortcut(cron)).toBe(true)
    expect(() => checkTimes(cron, 'UTC')).not.toThrow()
  })

  it.each(['@reboot', '@dailyy', '0 8 * * *'])('does not take %s for one', (cron) => {
    expect(isShortcut(cron)).toBe(false)
  })
})

describe('checkTimes', () => {
  it.each([
    '* * * * *',
    '*/10 * * * * *',
    '0,30 * * * * *',
    '5,25,45 0-59/2 8-18 * JAN,jun 1-5',
    '0,55 59 23 * * *',
    '0 0 L * *',
  ])('accepts %j', (cron) => {
    expect(() => checkTimes(cron, 'Asia/Tokyo', NOW)).not.toThrow()
  })

  it.each([
    ['', 'it has 1 field.'],
    ['* * * *', 'it has 4 fields.'],
    ['0 0 8 * * * 2030', 'it has 7 fields.'],
    ['2026-01-01T00:00:00', 'it has 1 field.'],
    ['@reboot', 'it has 1 field.'],
    ['60 * * * *', 'minute: 60.'],
    ['* 24 * * *', 'hour: 24.'],
    ['x * * * *', 'is not valid: '],
    ['*/5 * * * * *', 'runs must be at least 10 seconds apart.'],
    ['* * * * * *', 'runs must be at least 10 seconds apart.'],
    ['0,55 * * * * *', 'runs must be at least 10 seconds apart.'],
    ['0,55 0,59 * * * *', 'runs must be at least 10 seconds apart.'],
    ['0 0 30 2 *', 'no date has all that it names.'],
    [`${'1,'.repeat(400)}2 * * * *`, 'it is too long.'],
  ])('refuses %j', (cron, problem) => {
    expect(() => checkTimes(cron, 'UTC', NOW)).toThrow(problem)
    expect(() => checkTimes(cron, 'UTC', NOW)).toThrow('such as `0 8 * * 1-5`')
  })

  it.each([
    ['Europe/Pragua', '`Europe/Prague`'],
    ['+02:00', '`UTC`'],
    ['', '`UTC`'],
    ['CET+1', '`UTC`'],
  ])('refuses the time zone %j', (timezone, remedy) => {
    expect(() => checkTimes('0 8 * * *', timezone, NOW)).toThrow('is not an IANA time zone')
    expect(() => checkTimes('0 8 * * *', timezone, NOW)).toThrow(remedy)
  })
})
