/** Marks the digits of an integer that JSON.stringify would not write. */
const MARK = '\u0001'

/** Returns a value as JSON. A bigint becomes an integer with all its digits. */
export function toJson(value: unknown): string {
  const marked = JSON.stringify(value, (_, entry) =>
    typeof entry === 'bigint' ? `${MARK}${entry}${MARK}` : entry,
  )
  return marked.replace(/"\\u0001(-?\d+)\\u0001"/g, '$1')
}
