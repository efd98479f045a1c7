import { ApiError, invalidValue } from '../api-error.ts'
import type { PageOptions } from '../page.ts'

/** The most that any listing returns at once; from the API's reference. */
const MAX_LIMIT = 1000

/** Reads typed values from a query string. A malformed value is a 400 that names the parameter. */
export class Query {
  constructor(private readonly values: URLSearchParams) {}

  text(name: string): string | undefined {
    return this.values.get(name) ?? undefined
  }

  /** Returns true for `1` and `true`, as in the API; false for anything else. */
  flag(name: string): boolean {
    return ['1', 'true'].includes(this.values.get(name) ?? '')
  }

  /** Returns one of a few words; undefined if missing. */
  choice(name: string, choices: string[]): string | undefined {
    const value = this.values.get(name)
    if (!value || choices.includes(value)) return value || undefined
    throw invalidValue(`The query parameter "${name}" must be one of ${choices.join(', ')}.`)
  }

  /** Returns the parts of a comma-separated list; an empty list if missing. */
  list(name: string): string[] {
    return (this.values.get(name) ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
  }

  /** Returns the names in a comma-separated list, blanks included: a field's name may begin with one. */
  names(name: string): string[] {
    return (this.values.get(name) ?? '').split(',').filter(Boolean)
  }

  /** Returns a whole number from `min` to `max`; undefined if missing or empty. */
  integer(name: string, min: number, max = Number.MAX_SAFE_INTEGER): number | undefined {
    const value = this.number(name, min, max)
    if (value === undefined || Number.isInteger(value)) return value
    throw invalidValue(`The query parameter "${name}" must be a whole number.`)
  }

  /** Returns a number from `min` to `max`; undefined if missing or empty. */
  number(name: string, min: number, max = Number.MAX_SAFE_INTEGER): number | undefined {
    const text = this.values.get(name)?.trim()
    if (!text) return undefined
    const value = Number(text)
    if (value >= min && value <= max) return value
    const upper = max === Number.MAX_SAFE_INTEGER ? '' : ` and at most ${max}`
    throw invalidValue(`The query parameter "${name}" must be a number of at least ${min}${upper}.`)
  }

  /** Returns a point in time in ISO 8601; undefined if missing. */
  date(name: string): Date | undefined {
    const text = this.values.get(name)
    if (!text) return undefined
    const date = new Date(text)
    if (!Number.isNaN(date.getTime())) return date
    throw new ApiError(
      400,
      'invalid-parameter',
      `The query parameter "${name}" must be a date in ISO 8601, such as 2030-01-31T12:00:00.000Z.`,
    )
  }

  /** Returns the page that the query asks for. */
  page(): PageOptions {
    return {
      offset: this.integer('offset', 0) ?? 0,
      limit: Math.min(this.integer('limit', 0) || MAX_LIMIT, MAX_LIMIT),
      desc: this.flag('desc'),
    }
  }
}
