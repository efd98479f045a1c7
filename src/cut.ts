/** Deeper JSON than this is shown as text: clients and JSON.stringify recurse. */
const MAX_DEPTH = 500
/** Longer field names are cut, in characters. */
const MAX_KEY_CHARS = 200

/** How hard values are cut: characters of a string, entries of an array or object. */
export interface Cut {
  chars: number
  entries: number
}

/** A copy with long strings and long containers cut, each cut marked with what is missing. */
export function cutValue(
  value: unknown,
  cut: Cut,
  names?: Set<string>,
  field = '',
  depth = 0,
): unknown {
  if (typeof value === 'string') {
    if (value.length <= cut.chars + 24) return value
    if (names && PLAIN_NAME.test(field)) names.add(field)
    const end = safeEnd(value, cut.chars)
    return value.slice(0, end) + more(value.length - end, 'chars')
  }
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAX_DEPTH) return '… [nested deeper]'
  const top = (key: string) => (depth === 0 ? key : field)
  if (Array.isArray(value)) {
    const kept = value
      .slice(0, cut.entries)
      .map((entry) => cutValue(entry, cut, names, field, depth + 1))
    if (kept.length < value.length) {
      if (names && PLAIN_NAME.test(field)) names.add(field)
      kept.push(more(value.length - kept.length, 'items').trimStart())
    }
    return kept
  }
  const entries = Object.entries(value)
  const kept = entries
    .slice(0, cut.entries)
    .map(([key, entry]) => [cutKey(key), cutValue(entry, cut, names, top(key), depth + 1)])
  if (kept.length < entries.length) kept.push(['…', `[+${entries.length - kept.length} fields]`])
  return Object.fromEntries(kept)
}

/** A field name may stand in our own sentences only where it cannot be read as one. */
const PLAIN_NAME = /^[\w.-]{1,40}$/

function cutKey(key: string): string {
  return key.length <= MAX_KEY_CHARS
    ? key
    : key.slice(0, safeEnd(key, 100)) + more(key.length - 100, 'chars')
}

export function more(count: number, unit: string): string {
  return `… [+${count} ${unit}]`
}

/** An index near `end` that does not tear a surrogate pair. */
export function safeEnd(text: string, end: number): number {
  const code = text.charCodeAt(end - 1)
  return code >= 0xd800 && code <= 0xdbff ? end - 1 : end
}
