import { Cron } from 'croner'
import { ApiError, invalidValue, messageOf } from '../api-error.ts'

/** The least time between two invocations, from Apify's documentation of schedules, in milliseconds. */
const MIN_GAP_MS = 10_000

/** How many invocations are compared: with seconds, there may be six in a minute. */
const COMPARED = 100

/** From Apify's documentation of schedules: shortcuts for five fields. */
const SHORTCUT = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/i

/** Far more than any expression needs; a longer one would take long. */
const MAX_CHARS = 500

/**
 * Returns the first time after another at which a cron expression applies.
 * @param expression five fields, six with seconds in front, or a shortcut such as `@daily`
 * @param timezone an IANA name, such as `Europe/Prague`. A time that the change to summer time skips
 *   comes when the clocks have changed; one that comes twice applies the first time only, unless the
 *   expression repeats through the day.
 * @returns undefined if there is none
 * @throws {ApiError} 400 `cron-expression-invalid`, or `invalid-value` for the time zone
 */
export function nextTime(expression: string, timezone: string, after: Date): Date | undefined {
  return parse(expression, timezone).nextRun(after) ?? undefined
}

/**
 * Checks a cron expression and a time zone.
 * @param now from when on to look for invocations
 * @throws {ApiError} 400 as `nextTime`, also if invocations never come, or are less than 10 seconds apart
 */
export function checkCron(expression: string, timezone: string, now: Date): void {
  const times = parse(expression, timezone).nextRuns(COMPARED, now)
  if (times.length === 0) throw invalidCron(expression, 'No date has all that it names.')
  const isTooOften = times.some((time, i) => {
    const next = times[i + 1]
    return next !== undefined && next.getTime() - time.getTime() < MIN_GAP_MS
  })
  if (isTooOften) throw invalidCron(expression, 'Invocations must be at least 10 seconds apart.')
}

function parse(expression: string, timezone: string): Cron {
  checkTimezone(timezone)
  const text = expression.trim()
  // The library takes more: dates, and "@reboot" as an error of its own.
  const isCron = SHORTCUT.test(text) || [5, 6].includes(text.split(/\s+/).length)
  if (!isCron || text.length > MAX_CHARS) {
    throw invalidCron(expression, 'It must have five fields, such as "0 8 * * 1", or be "@daily".')
  }
  try {
    return new Cron(text, { timezone, paused: true, mode: '5-or-6-parts' })
  } catch (error) {
    throw invalidCron(expression, messageOf(error).replace(/^CronPattern: /, ''))
  }
}

function checkTimezone(timezone: string): void {
  try {
    // Node takes offsets such as +02:00 too, which the API does not.
    if (/^[A-Z]/i.test(timezone)) return void new Intl.DateTimeFormat('en', { timeZone: timezone })
  } catch {
    // Refused below.
  }
  const name = JSON.stringify(timezone.slice(0, 50))
  throw invalidValue(`${name} is not a time zone. Use an IANA name, such as "Europe/Prague".`)
}

function invalidCron(expression: string, why: string): ApiError {
  const given = JSON.stringify(expression.slice(0, 100))
  return new ApiError(
    400,
    'cron-expression-invalid',
    `${given} is not a valid cron expression. ${why}`,
  )
}
