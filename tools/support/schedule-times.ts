import { Cron } from 'croner'
import { ToolError } from '../../src/shared/errors.ts'
import { nearestName } from '../../src/shared/likeness.ts'
import { quoted } from '../../src/shared/quote.ts'
import { countOf } from './count-of.ts'

/** The least time between two runs, from Apify's documentation of schedules, in milliseconds. */
const MIN_GAP_MS = 10_000
/** How many runs are compared: with seconds, there may be six in a minute. */
const COMPARED = 100
/** Runs that a result shows. */
const SHOWN = 3
/** Far more than any expression needs; a longer one would take long. */
const MAX_CHARS = 500
/** From Apify's documentation of schedules. They fire at an offset that Apify chooses. */
const SHORTCUT = /^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)$/i

/** Returns whether an expression is one such as `@daily`, whose times Apify alone knows. */
export function isShortcut(cronExpression: string): boolean {
  return SHORTCUT.test(cronExpression.trim())
}

/**
 * Checks when a schedule runs, before it is sent.
 * @param cronExpression five fields, six with seconds in front, or a shortcut such as `@daily`
 * @param timezone an IANA name, such as `Europe/Prague`
 * @throws {ToolError} if one of them is not valid, runs are less than 10 seconds apart, or there are none
 */
export function checkTimes(cronExpression: string, timezone: string, now = new Date()): void {
  checkTimezone(timezone)
  const cron = parse(cronExpression, timezone)
  // Without seconds, runs are a minute apart.
  const times = cron.nextRuns(fieldsOf(cronExpression) === 6 ? COMPARED : 1, now)
  if (times.length === 0) throw invalidCron(cronExpression, 'no date has all that it names')
  const isTooOften = times.some((time, i) => {
    const next = times[i + 1]
    return next !== undefined && next.getTime() - time.getTime() < MIN_GAP_MS
  })
  if (isTooOften) throw invalidCron(cronExpression, 'runs must be at least 10 seconds apart')
}

/**
 * Returns the next times of a schedule, ISO 8601.
 * @returns undefined for shortcuts, and for what cannot be read, such as an expression of another form
 */
export function nextRuns(
  cronExpression: string,
  timezone: string,
  now = new Date(),
): string[] | undefined {
  if (isShortcut(cronExpression)) return undefined
  try {
    checkTimezone(timezone)
    const times = parse(cronExpression, timezone).nextRuns(SHOWN, now)
    return times.map((time) => time.toISOString())
  } catch {
    return undefined
  }
}

function fieldsOf(cronExpression: string): number {
  return cronExpression.trim().split(/\s+/).length
}

/** @throws {ToolError} if the expression is not valid */
function parse(cronExpression: string, timezone: string): Cron {
  const text = cronExpression.trim()
  const fields = fieldsOf(text)
  // The library takes dates too, and expressions with years.
  if (!isShortcut(text) && fields !== 5 && fields !== 6)
    throw invalidCron(cronExpression, `it has ${countOf(fields, 'field')}`)
  if (text.length > MAX_CHARS) throw invalidCron(cronExpression, 'it is too long')
  try {
    return new Cron(text, { timezone, paused: true, mode: '5-or-6-parts' })
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : ''
    throw invalidCron(cronExpression, why.replace(/\.$/, ''))
  }
}

function invalidCron(cronExpression: string, why: string): ToolError {
  return new ToolError(
    `\`cronExpression\` ${quoted(cronExpression, 100)} is not valid: ${why}.`,
    'Give five fields (minute, hour, day of month, month, day of week), such as `0 8 * * 1-5`, or six with seconds first.',
  )
}

/** @throws {ToolError} names the nearest time zone */
function checkTimezone(timezone: string): void {
  try {
    // Node takes offsets such as +02:00 too, which the API does not.
    if (/^[A-Z]/i.test(timezone)) return void new Intl.DateTimeFormat('en', { timeZone: timezone })
  } catch {
    // Refused below.
  }
  const near = nearestName(timezone, Intl.supportedValuesOf('timeZone')) ?? 'Europe/Prague'
  throw new ToolError(
    `\`timezone\` ${quoted(timezone, 50)} is not an IANA time zone.`,
    `Give a name such as \`${near}\` or \`UTC\`.`,
  )
}
