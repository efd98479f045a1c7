import { asPruned, LongText, noteOmitted, omittedCount } from './pruned.ts'

/** JSON that is nested deeper is shown as text: clients and JSON.stringify recurse. */
export const MAX_DEPTH = 500
/** Longer field names are truncated. In characters. */
const MAX_KEY_CHARS = 200
/** A string is truncated only if that removes more characters than the mark adds. */
const MARK_CHARS = 24

/** How much of a value stays: characters of each string, entries of each array or object. */
export interface TruncateLimits {
  chars: number
  entries: number
}

/** Truncates long strings, arrays and objects, marks what is missing, and notes the fields. */
export class Truncator {
  /** Names of the truncated top-level fields; '' stands for those that cannot be named. */
  readonly fields = new Set<string>()

  constructor(private readonly limits: TruncateLimits) {}

  /** Returns the truncated value. A value within the limits is returned itself, not a copy. */
  truncate(value: unknown, field = '', depth = 0): unknown {
    if (typeof value === 'string') return this.string(value, field)
    if (typeof value !== 'object' || value === null) return value
    if (value instanceof LongText) return this.longText(value, field)
    if (depth > MAX_DEPTH) return '… [nested deeper]'
    return Array.isArray(value) ? this.array(value, field, depth) : this.object(value, field, depth)
  }

  private string(value: string, field: string): string {
    const { chars } = this.limits
    if (!isTooLong(value.length, chars)) return value
    this.note(field)
    const end = codePointBoundary(value, chars)
    return value.slice(0, end) + omittedMark(value.length - end, 'chars')
  }

  private longText({ start, length }: LongText, field: string): string {
    this.note(field)
    const end = codePointBoundary(start, Math.min(start.length, this.limits.chars))
    return start.slice(0, end) + omittedMark(length - end, 'chars')
  }

  private array(value: readonly unknown[], field: string, depth: number): unknown {
    const kept = truncateEach(value, this.limits.entries, (entry) =>
      this.truncate(entry, field, depth + 1),
    )
    const left = value.length - kept.length + omittedCount(value)
    if (left === 0) return kept
    this.note(field)
    return [...kept, omittedMark(left, 'items').trimStart()]
  }

  private object(value: object, field: string, depth: number): unknown {
    const entries = Object.entries(value)
    const kept = truncateEach(entries, this.limits.entries, (entry) => {
      const [key, inner] = entry
      const name = depth === 0 ? key : field
      const shortKey = truncateKey(key)
      const shown = this.truncate(inner, name, depth + 1)
      if (shortKey !== key) this.note(field)
      return shortKey === key && shown === inner ? entry : ([shortKey, shown] as const)
    })
    const left = entries.length - kept.length + omittedCount(value)
    if (kept === entries && left === 0) return value
    if (left === 0) return Object.fromEntries(kept)
    this.note(field)
    return Object.fromEntries([...kept, ['…', `[+${left} fields]`]])
  }

  private note(field: string): void {
    this.fields.add(PLAIN_NAME.test(field) ? field : '')
  }
}

/** Returns an array or an object with its first entries, and a note of how many are missing. */
export function firstEntries(value: unknown, count: number): unknown {
  if (typeof value !== 'object' || value === null || value instanceof LongText) return value
  const all = Array.isArray(value) ? value : Object.entries(value)
  if (all.length <= count) return value
  const first = all.slice(0, count)
  const copy = asPruned(value, Array.isArray(value) ? first : Object.fromEntries(first))
  return noteOmitted(copy, all.length - count + omittedCount(value))
}

/** Truncates the long strings, arrays and objects of a value. */
export function truncateValue(value: unknown, limits: TruncateLimits): unknown {
  return new Truncator(limits).truncate(value)
}

/** Returns the first entries, each truncated; the same array if none had to be. */
function truncateEach<T, U>(
  all: readonly T[],
  count: number,
  truncate: (entry: T) => U,
): readonly (T | U)[] {
  const first = all.length > count ? all.slice(0, count) : all
  const kept = first.map(truncate)
  const whole = first === all && kept.every((entry, i) => entry === all[i])
  return whole ? all : kept
}

/** Only such a field name may stand in our own sentences: it cannot be read as one. */
const PLAIN_NAME = /^[\w.-]{1,40}$/

function truncateKey(key: string): string {
  return key.length <= MAX_KEY_CHARS
    ? key
    : key.slice(0, codePointBoundary(key, 100)) + omittedMark(key.length - 100, 'chars')
}

/** Returns whether a string of so many characters is cut where `chars` may stay. */
export function isTooLong(length: number, chars: number): boolean {
  return length > chars + MARK_CHARS
}

/** Returns the mark that stands for what is missing: `… [+12 chars]`. */
export function omittedMark(count: number, unit: string): string {
  return `… [+${count} ${unit}]`
}

/** Returns `end`, or the index before it if `end` would split a surrogate pair. */
export function codePointBoundary(text: string, end: number): number {
  const code = text.charCodeAt(end - 1)
  return code >= 0xd800 && code <= 0xdbff ? end - 1 : end
}
