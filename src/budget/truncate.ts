/** Deeper JSON than this is shown as text: clients and JSON.stringify recurse. */
const MAX_DEPTH = 500
/** Longer field names are cut, in characters. */
const MAX_KEY_CHARS = 200

/** How hard values are cut: characters of a string, entries of an array or object. */
export interface TruncateLimits {
  chars: number
  entries: number
}

/**
 * The value with long strings and long containers cut, each cut marked with what is missing. What
 * needs no cut is returned as it is, not as a copy.
 * @param names gets the names of the fields with cuts, and '' for those that cannot be named
 */
export function truncateValue(
  value: unknown,
  cut: TruncateLimits,
  names?: Set<string>,
  field = '',
  depth = 0,
): unknown {
  if (typeof value === 'string') {
    if (value.length <= cut.chars + 24) return value
    names?.add(shownName(field))
    const end = codePointBoundary(value, cut.chars)
    return value.slice(0, end) + omittedMark(value.length - end, 'chars')
  }
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAX_DEPTH) return '… [nested deeper]'
  if (Array.isArray(value)) {
    const kept = truncateEach(value, cut.entries, (entry) =>
      truncateValue(entry, cut, names, field, depth + 1),
    )
    if (value.length <= cut.entries) return kept
    names?.add(shownName(field))
    return [...kept, omittedMark(value.length - kept.length, 'items').trimStart()]
  }
  const entries = Object.entries(value)
  const kept = truncateEach(entries, cut.entries, (entry) => {
    const [key, inner] = entry
    const [shortKey, shown] = [
      truncateKey(key),
      truncateValue(inner, cut, names, depth === 0 ? key : field, depth + 1),
    ]
    if (shortKey !== key) names?.add(shownName(field))
    return shortKey === key && shown === inner ? entry : ([shortKey, shown] as const)
  })
  if (kept === entries) return value
  if (kept.length < entries.length) names?.add(shownName(field))
  const left = entries.length - kept.length
  return Object.fromEntries(left > 0 ? [...kept, ['…', `[+${left} fields]`]] : kept)
}

/** The first entries, cut; the very same array where nothing had to be cut. */
function truncateEach<T, U>(
  all: readonly T[],
  count: number,
  cut: (entry: T) => U,
): readonly (T | U)[] {
  const first = all.length > count ? all.slice(0, count) : all
  const kept = first.map(cut)
  const whole = first === all && kept.every((entry, i) => entry === all[i])
  return whole ? all : kept
}

/** A field name may stand in our own sentences only where it cannot be read as one. */
const PLAIN_NAME = /^[\w.-]{1,40}$/

function shownName(field: string): string {
  return PLAIN_NAME.test(field) ? field : ''
}

function truncateKey(key: string): string {
  return key.length <= MAX_KEY_CHARS
    ? key
    : key.slice(0, codePointBoundary(key, 100)) + omittedMark(key.length - 100, 'chars')
}

export function omittedMark(count: number, unit: string): string {
  return `… [+${count} ${unit}]`
}

/** An index near `end` that does not tear a surrogate pair. */
export function codePointBoundary(text: string, end: number): number {
  const code = text.charCodeAt(end - 1)
  return code >= 0xd800 && code <= 0xdbff ? end - 1 : end
}
