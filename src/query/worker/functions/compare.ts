import type { SqlValue } from '../sqlite.ts'

/** Numbers come before texts, and texts before BLOBs. */
function rankOf(value: SqlValue): number {
  if (typeof value === 'string') return 1
  return value instanceof Uint8Array ? 2 : 0
}

/** Compares two values that are not NULL in SQLite's order: negative if the first comes before. */
export function compareValues(a: SqlValue, b: SqlValue): number {
  const ranks = rankOf(a) - rankOf(b)
  if (ranks !== 0) return ranks
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b)
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b)
  if (a === null || b === null || a === b) return 0
  return a < b ? -1 : 1
}

/** JavaScript compares halves of characters, and SQLite compares bytes of UTF-8. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  const isPlain = !/[\ud800-\uffff]/.test(a) && !/[\ud800-\uffff]/.test(b)
  return isPlain ? (a < b ? -1 : 1) : Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/** Returns the greatest value. NULL values do not count, as in Postgres. */
export function greatest(...values: SqlValue[]): SqlValue {
  return best(values, 1)
}

export function least(...values: SqlValue[]): SqlValue {
  return best(values, -1)
}

function best(values: readonly SqlValue[], direction: number): SqlValue {
  let found: SqlValue = null
  for (const value of values) {
    if (value === null) continue
    if (found === null || compareValues(value, found) * direction > 0) found = value
  }
  return found
}
