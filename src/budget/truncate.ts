import { distinctKeys } from './distinct-keys.ts'
import { LongText, omittedCount } from './pruned.ts'

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
    const count = Math.min(value.length, this.limits.entries)
    const left = value.length - count + omittedCount(value)
    let kept = left > 0 ? value.slice(0, count) : undefined
    for (let at = 0; at < count; at++) {
      const shown = this.truncate(value[at], field, depth + 1)
      if (shown === value[at]) continue
      kept ??= value.slice(0, count)
      kept[at] = shown
    }
    if (left === 0) return kept ?? value
    this.note(field)
    return [...(kept ?? []), omittedMark(left, 'items').trimStart()]
  }

  private object(value: object, field: string, depth: number): unknown {
    const inside: Readonly<Record<string, unknown>> = Object(value)
    const keys = Object.keys(value)
    const hasLongKey = keys.some((key) => key.length > MAX_KEY_CHARS)
    if (keys.length > this.limits.entries || hasLongKey || omittedCount(value) > 0)
      return this.fewerFields(inside, keys, field, depth)
    let kept: Record<string, unknown> | undefined
    for (const key of keys) {
      const shown = this.truncate(inside[key], depth === 0 ? key : field, depth + 1)
      if (shown === inside[key]) continue
      kept ??= { ...inside }
      kept[key] = shown
    }
    return kept ?? value
  }

  /** Truncates an object of which fields or parts of their names are left out. */
  private fewerFields(
    inside: Readonly<Record<string, unknown>>,
    keys: readonly string[],
    field: string,
    depth: number,
  ): object {
    const first = keys.slice(0, this.limits.entries)
    const left = keys.length - first.length + omittedCount(inside)
    const kept = first.map((key): [string, unknown] => {
      const shortKey = truncateKey(key)
      if (shortKey !== key) this.note(field)
      return [shortKey, this.truncate(inside[key], depth === 0 ? key : field, depth + 1)]
    })
    if (left > 0) {
      this.note(field)
      kept.push(['…', `[+${left} fields]`])
    }
    return Object.fromEntries(distinctKeys(kept))
  }

  private note(field: string): void {
    this.fields.add(PLAIN_NAME.test(field) ? field : '')
  }
}

/** Truncates the long strings, arrays and objects of a value. */
export function truncateValue(value: unknown, limits: TruncateLimits): unknown {
  return new Truncator(limits).truncate(value)
}

/** Only such a field name may stand in our own sentences: it cannot be read as one. */
const PLAIN_NAME = /^[\w.-]{1,40}$/

/** Returns a field name, cut if it is long. */
export function truncateKey(key: string): string {
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
