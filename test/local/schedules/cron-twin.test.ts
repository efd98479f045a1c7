import { describe, expect, it } from 'vitest'
import { checkCron, nextTime } from '../../../src/local/schedules/cron.ts'
import { checkTimes, isShortcut, nextRuns } from '../../../tools/support/schedule-times.ts'

// The local platform imports nothing of the server, so both read cron expressions. What a tool lets through, the
// platform must take, and it must start runs when the tool has said.

const WINTER = new Date('2027-03-27T12:00:00.000Z')
/** In the hour that comes twice in Prague. */
const TWICE = new Date('2027-10-31T00:10:00.000Z')
/** Two hours before New York skips one. */
const SKIPPED = new Date('2027-03-14T05:00:00.000Z')

const ZONES = [
  ...['UTC', 'utc', 'Europe/Prague', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'],
  ...[
    'Etc/GMT+5',
    'GMT',
    'EST5EDT',
    '',
    ' UTC',
    'Mars/Phobos',
    '+02:00',
    '-0500',
    'x'.repeat(1000),
  ],
]

const EXPRESSIONS = [
  // Common ones, with names, steps, ranges and space.
  ...['* * * * *', '0 8 * * 1-5', '  */15   9-10 * * *  ', '0\t0 * * MON,fri', '0 0 1 jan *'],
  ...[
    '0 0 * * 0',
    '0 0 * * 7',
    '0 0 1 * 1',
    '0 0 L * *',
    '0 0 * * 5#2',
    '0 0 ? * *',
    '5/10 * * * *',
  ],
  // Around the changes to and from summer time.
  ...['30 2 * * *', '*/30 * * * *', '0 */2 * * *', '59 1 * * *', '30 2 28 3 *', '0 0 29 2 *'],
  // With seconds: at the least gap, below it, and below it only where a minute follows another.
  ...['*/10 * * * * *', '*/9 * * * * *', '* * * * * *', '0,9 0 0 1 1 *', '0,10 0 0 1 1 *'],
  ...['0,55 * * * * *', '0,55 */2 * * * *', '0,51 59,0 * * * *', '0,50 59,0 * * * *'],
  // The gap is among the first 100 times, and after them.
  ...['0,30,55 0-58/2,59 * * * *', '0,15,30,55 0-58/2,59 * * * *'],
  // Shortcuts, and what is like them.
  ...['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', ' @HOURLY '],
  ...['@reboot', '@every 1m', '@dailyy', 'daily', '@ daily'],
  // Another form.
  ...['', ' ', '* * * *', '* * * * * * *', '0 0 8 * * * 2030', '2027-12-01T00:00:00', 'a b c d e'],
  ...['60 * * * *', '* 24 * * *', '* * 32 * *', '* * * 13 *', '* * * * 8', '60 * * * * *'],
  ...['*/0 * * * *', '5-1 * * * *', '-1 * * * *', '* * * * FOO', '1,,2 * * * *', '1.5 * * * *'],
  ...['0 0 30 2 *', '0 0 31 4,6,9,11 *'],
  // The longest, and one that is longer by a character.
  ...[500, 501].map((chars) => `${'1,'.repeat((chars - 9) >> 1)}${chars % 2 ? '1' : '11'} * * * *`),
]

const passes = (check: () => void): boolean => {
  try {
    check()
    return true
  } catch {
    return false
  }
}

/** Returns the next three times of the platform. */
function timesOf(cron: string, zone: string, now: Date): string[] {
  const times: string[] = []
  for (let after: Date | undefined = now; after && times.length < 3; ) {
    after = nextTime(cron, zone, after)
    if (after) times.push(after.toISOString())
  }
  return times
}

const CASES = [
  ...EXPRESSIONS.map((cron) => [cron, 'UTC'] as const),
  ...ZONES.flatMap((zone) => ['30 2 * * *', '@daily'].map((cron) => [cron, zone] as const)),
  ...EXPRESSIONS.map((cron) => [cron, 'Europe/Prague'] as const),
]

describe.each([WINTER, TWICE, SKIPPED])('the tools and the local platform, at %j', (now) => {
  it.each(CASES)('agree on %j in %j', (cron, zone) => {
    const isTaken = passes(() => checkCron(cron, zone, now))
    expect(passes(() => checkTimes(cron, zone, now))).toBe(isTaken)
    if (isTaken && !isShortcut(cron))
      expect(nextRuns(cron, zone, now)).toEqual(timesOf(cron, zone, now))
  })
})

it('the table has what is taken and what is refused', () => {
  const taken = CASES.filter(([cron, zone]) => passes(() => checkCron(cron, zone, WINTER)))
  expect(taken.length).toBeGreaterThan(50)
  expect(CASES.length - taken.length).toBeGreaterThan(50)
  const long = EXPRESSIONS.filter((cron) => cron.length > 400)
  expect(long.map((cron) => [cron.length, passes(() => checkCron(cron, 'UTC', WINTER))])).toEqual([
    [500, true],
    [501, false],
  ])
})
