import { truncateValue } from './truncate.ts'

/** Strings keep at least this many characters as long as rows can be dropped instead. */
export const MIN_STRING_CHARS = 200

/** Returns a row with its strings at their shortest. */
export function shortestRow(row: unknown): unknown {
  return truncateValue(row, { chars: MIN_STRING_CHARS, entries: Number.POSITIVE_INFINITY })
}
