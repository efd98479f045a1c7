import { expect, test } from 'vitest'
import { checkCron, nextTime } from '../../../src/local/schedules/cron.ts'

const NOW = new Date('2027-03-27T12:00:00.000Z')

/** Returns the next times, up to the minute if they have no seconds. */
function times(expression: string, timezone: string, from: string | Date, count: number) {
  const found: string[] = []
  let time: Date | undefined = new Date(from)
  while (found.length < count) {
    time = nextTime(expression, timezone, time)
    if (!time) break
    found.push(time.toISOString().replace(/(:00)?\.000Z$/, 'Z'))
  }
  return found
}

test.each([
  ['0 8 * * 1', 'UTC', ['2027-03-29T08:00Z', '2027-04-05T08:00Z']],
  ['  */15   9-10 * * *  ', 'UTC', ['2027-03-28T09:00Z', '2027-03-28T09:15Z']],
  ['@daily', 'UTC', ['2027-03-28T00:00Z', '2027-03-29T00:00Z']],
  ['@HOURLY', 'UTC', ['2027-03-27T13:00Z', '2027-03-27T14:00Z']],
  ['@weekly', 'Asia/Tokyo', ['2027-03-27T15:00Z', '2027-04-03T15:00Z']],
  ['0 0 29 2 *', 'UTC', ['2028-02-29T00:00Z', '2032-02-29T00:00Z']],
  ['0 0 * * MON', 'Asia/Kolkata', ['2027-03-28T18:30Z', '2027-04-04T18:30Z']],
  ['*/10 * * * * *', 'UTC', ['2027-03-27T12:00:10Z', '2027-03-27T12:00:20Z']],
])('%s in %s', (expression, timezone, expected) => {
  expect(times(expression, timezone, NOW, 2)).toEqual(expected)
  expect(() => checkCron(expression, timezone, NOW)).not.toThrow()
})

test.each([
  [
    'a time that summer time skips comes when the clocks have changed',
    ['30 2 * * *', 'Europe/Prague', '2027-03-27T12:00:00Z'],
    ['2027-03-28T01:00Z', '2027-03-29T00:30Z'],
  ],
  [
    'a time that comes twice applies once',
    ['30 2 * * *', 'Europe/Prague', '2027-10-30T12:00:00Z'],
    ['2027-10-31T00:30Z', '2027-11-01T01:30Z'],
  ],
  [
    'what repeats goes on through the hour that comes twice',
    ['*/30 * * * *', 'Europe/Prague', '2027-10-31T00:10:00Z'],
    ['2027-10-31T00:30Z', '2027-10-31T01:00Z', '2027-10-31T01:30Z', '2027-10-31T02:00Z'],
  ],
  [
    'a day of 23 hours has one midnight',
    ['@daily', 'America/New_York', '2027-03-14T00:00:00Z'],
    ['2027-03-14T05:00Z', '2027-03-15T04:00Z'],
  ],
] as const)('%s', (_, [expression, timezone, from], expected) => {
  expect(times(expression, timezone, from, expected.length)).toEqual(expected)
})

test('the next time is later than the given one, to the millisecond', () => {
  expect(times('* * * * *', 'UTC', '2027-01-01T00:00:59.999Z', 1)).toEqual(['2027-01-01T00:01Z'])
  expect(times('* * * * *', 'UTC', '2027-01-01T00:01:00.000Z', 1)).toEqual(['2027-01-01T00:02Z'])
})

test.each([
  ['', 'five fields'],
  ['* * * *', 'five fields'],
  ['* * * * * * *', 'five fields'],
  ['@reboot', 'five fields'],
  ['@every 1m', 'five fields'],
  ['2027-12-01T00:00:00', 'five fields'],
  ['61 * * * *', '61'],
  ['* * * * FOO', 'FOO'],
  ['*/0 * * * *', 'stepping'],
  ['0 0 31 2 *', 'No date has all that it names'],
  ['* * * * * *', '10 seconds apart'],
  ['*/9 * * * * *', '10 seconds apart'],
  ['0,55 * * * * *', '10 seconds apart'],
  [`${'1,'.repeat(5000)}1 * * * *`, 'five fields'],
])('%s is refused', (expression, part) => {
  expect(() => checkCron(expression, 'UTC', NOW)).toThrow(
    expect.objectContaining({ status: 400, type: 'cron-expression-invalid' }),
  )
  expect(() => checkCron(expression, 'UTC', NOW)).toThrow(part)
})

test('seconds at the ends of minutes that do not follow each other are far enough apart', () => {
  expect(() => checkCron('0,55 */2 * * * *', 'UTC', NOW)).not.toThrow()
})

test.each(['', 'Mars/Phobos', '+02:00', 'x'.repeat(1000)])(
  'the time zone "%s" is refused',
  (zone) => {
    expect(() => checkCron('@daily', zone, NOW)).toThrow(
      expect.objectContaining({ status: 400, type: 'invalid-value' }),
    )
  },
)
