import { ApiError, invalidValue } from '../api-error.ts'

/** The most that any listing returns at once; from the API's reference. */
const MAX_LIMIT = 1000

/** Typed reading of a query string; a malformed value is a 400 that names the parameter. */
export class Query {
  constructor(private readonly values: URLSearchParams) {}

  text(name: string): string | undefined {
    return this.values.get(name) ?? undefined
  }

  /** `1` and `true` count as true, as in the API; anything else as false. */
  flag(name: string): boolean {
    return ['1', 'true'].includes(this.values.get(name) ?? '')
  }

  /** One of a few words; undefined when missing. */
  choice(name: string, choices: string[]): string | undefined {
    const value = this.values.get(name)
    if (!value || choices.includes(value)) return value || undefined
    throw invalidValue(`The query parameter "${name}" must be one of ${choices.join(', ')}.`)
  }

  /** A comma-separated list; empty when it is missing. */
  list(name: string): string[] {
    return (this.values.get(name) ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
  }

  /** A whole number from `min` to `max`; a missing or empty value is undefined. */
  integer(name: string, min: number, max = Number.MAX_SAFE_INTEGER): number | undefined {
    const value = this.number(name, min, max)
    if (value === undefined || Number.isInteger(value)) return value
    throw invalidValue(`The query parameter "${name}" must be a whole number.`)
  }

  /** A number from `min` to `max`; a missing or empty value is undefined. */
  number(name: string, min: number, max = Number.MAX_SAFE_INTEGER): number | undefined {
    const text = this.values.get(name)?.trim()
    if (!text) return undefined
    const value = Number(text)
    if (value >= min && value <= max) return value
    const upper = max === Number.MAX_SAFE_INTEGER ? '' : ` and at most ${max}`
    throw invalidValue(`The query parameter "${name}" must be a number of at least ${min}${upper}.`)
  }

  /** A point in time in ISO 8601; undefined when missing. */
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

  /** The paging that all listings share. */
  page(): { offset: number; limit: number; desc: boolean } {
    return {
      offset: this.integer('offset', 0) ?? 0,
      limit: Math.min(this.integer('limit', 0) || MAX_LIMIT, MAX_LIMIT),
      desc: this.flag('desc'),
    }
  }
}

/** One page of a list that is ordered from oldest to newest, in the API's shape. */
export function paginate<T>(all: T[], { offset, limit, desc }: ReturnType<Query['page']>) {
  const items = (desc ? all.toReversed() : all).slice(offset, offset + limit)
  return { total: all.length, offset, limit, desc, count: items.length, items }
}
