import type { SqlValue } from '../sqlite.ts'
import { FunctionError, toText } from './values.ts'

const DAY_MS = 86_400_000

/** A longer text is not a time. */
const MAX_TIME_CHARS = 100

const TIME =
  /^\s*(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(Z|[+-]\d\d:?\d\d|[+-]\d\d|UTC)?)?)?\s*$/i

/** Returns now as the times in datasets are written, so that both can be compared. */
export function now(): SqlValue {
  return new Date().toISOString()
}

/**
 * Reads a time as SQLite does: without a zone it is UTC. Returns undefined for a text that is not a time.
 * @throws {FunctionError} if it is a number, which may count seconds, milliseconds or days
 */
function readTime(name: string, value: SqlValue): Date | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') {
    throw new FunctionError(
      name,
      'a number is not a time',
      `Write \`datetime(x, 'unixepoch')\` for seconds, or \`datetime(x / 1000, 'unixepoch')\` for milliseconds.`,
    )
  }
  const text = toText(value)
  if (text?.trim().toLowerCase() === 'now') return new Date()
  const found = text && text.length <= MAX_TIME_CHARS ? TIME.exec(text) : null
  if (!found) return undefined
  const [, year, month, day = '1', hour = '0', minute = '0', second = '0', part = '0', zone] = found
  const time = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(`0.${part}`) * 1000,
  )
  const date = new Date(time)
  // 30 February would become 2 March, and year 99 would become 1999.
  const isReal = date.getUTCDate() === Number(day) && date.getUTCFullYear() === Number(year)
  if (!isReal || Number(month) > 12 || Number(hour) > 23) return undefined
  return new Date(time - zoneMs(zone))
}

function zoneMs(zone: string | undefined): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone ?? '') ?? []
  const ms = (Number(hours ?? 0) * 60 + Number(minutes)) * 60_000
  return sign === '-' ? -ms : ms
}

type Unit = (date: Date) => number

/** Returns the days since Monday of a date. */
const sinceMonday: Unit = (date) => (date.getUTCDay() + 6) % 7

/** The beginning of each unit, in milliseconds. */
const BEGINNINGS: Record<string, Unit> = {
  second: (date) => date.setUTCMilliseconds(0),
  minute: (date) => date.setUTCSeconds(0, 0),
  hour: (date) => date.setUTCMinutes(0, 0, 0),
  day: (date) => date.setUTCHours(0, 0, 0, 0),
  week: (date) => date.setUTCHours(0, 0, 0, 0) - sinceMonday(date) * DAY_MS,
  month: (date) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1),
  quarter: (date) =>
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - (date.getUTCMonth() % 3), 1),
  year: (date) => Date.UTC(date.getUTCFullYear(), 0, 1),
}

/**
 * Returns the beginning of the unit in which a time lies: from a day on as `2024-01-31`, below as
 * `2024-01-31T12:00:00.000Z`, so that it compares with times of datasets. NULL if it is not a time.
 */
export function dateTrunc(unit: SqlValue, value: SqlValue): SqlValue {
  const name = unitName('date_trunc', unit, BEGINNINGS)
  const date = readTime('date_trunc', value)
  const begin = date && BEGINNINGS[name]?.(date)
  if (begin === undefined) return null
  const text = new Date(begin).toISOString()
  return /^(second|minute|hour)$/.test(name) ? text : text.slice(0, 10)
}

/** Returns the number of the ISO week, whose year is that of its Thursday. */
const isoWeek: Unit = (date) => {
  const thursday = thursdayOf(date)
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1)
  return Math.floor((thursday.getTime() - first) / (7 * DAY_MS)) + 1
}

function thursdayOf(date: Date): Date {
  return new Date(date.getTime() + (3 - sinceMonday(date)) * DAY_MS)
}

const PARTS: Record<string, Unit> = {
  millisecond: (date) => date.getUTCSeconds() * 1000 + date.getUTCMilliseconds(),
  second: (date) => date.getUTCSeconds() + date.getUTCMilliseconds() / 1000,
  minute: (date) => date.getUTCMinutes(),
  hour: (date) => date.getUTCHours(),
  day: (date) => date.getUTCDate(),
  dow: (date) => date.getUTCDay(),
  isodow: (date) => sinceMonday(date) + 1,
  doy: (date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS) + 1,
  week: isoWeek,
  month: (date) => date.getUTCMonth() + 1,
  quarter: (date) => Math.floor(date.getUTCMonth() / 3) + 1,
  year: (date) => date.getUTCFullYear(),
  isoyear: (date) => thursdayOf(date).getUTCFullYear(),
  decade: (date) => Math.floor(date.getUTCFullYear() / 10),
  century: (date) => Math.ceil(date.getUTCFullYear() / 100),
  epoch: (date) => date.getTime() / 1000,
}

/** Returns a part of a time as Postgres counts it: Sunday is the `dow` 0. NULL if it is not a time. */
export function datePart(part: SqlValue, value: SqlValue): SqlValue {
  const name = unitName('date_part', part, PARTS)
  const date = readTime('date_part', value)
  return (date && PARTS[name]?.(date)) ?? null
}

const OTHER_NAMES: Record<string, string> = {
  dayofweek: 'dow',
  weekday: 'dow',
  dayofyear: 'doy',
  milliseconds: 'millisecond',
  isoweek: 'week',
  mon: 'month',
  min: 'minute',
  sec: 'second',
}

/** @throws {FunctionError} if there is no such unit */
function unitName(name: string, unit: SqlValue, units: Record<string, Unit>): string {
  const text = (toText(unit) ?? '').trim().toLowerCase()
  for (const one of [text, text.replace(/s$/, ''), OTHER_NAMES[text] ?? '']) {
    if (Object.hasOwn(units, one)) return one
  }
  throw new FunctionError(
    name,
    `\`${text.slice(0, 40)}\` is no unit of time`,
    `Its first argument is one of ${Object.keys(units).join(', ')}, and its second the time.`,
  )
}
