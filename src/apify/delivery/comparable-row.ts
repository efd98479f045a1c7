import { countValues, hasMoreValues } from '../../shared/count-values.ts'
import { parseJsonOrFail } from '../transport/body-readers.ts'
import type { Line } from '../transport/json-lines.ts'

/** The size of the largest row that is looked for. */
export interface RowSize {
  chars: number
  values: number
}

/** Stands for a row that is too large to be one of those that are looked for. */
const OTHER_ROW = Symbol('a larger row')

/** JSON can write a character in six: `\u0041`. */
const ESCAPE_CHARS = 6

/**
 * Returns how large a row that equals one of some items can be.
 * @param items as JSON texts
 */
export function largestRow(items: readonly string[]): RowSize {
  const size = { chars: 0, values: 1 }
  // A push may have more rows than a function takes arguments.
  for (const item of items) {
    size.chars = Math.max(size.chars, ESCAPE_CHARS * item.length)
    size.values = Math.max(size.values, countValues(item))
  }
  return size
}

/**
 * Parses a row of which every value counts, unless it is larger than what it is compared with.
 * @throws {ApiFailure} if the line is not JSON
 */
export async function comparableRow(line: Line, { chars, values }: RowSize): Promise<unknown> {
  const text = typeof line === 'string' ? line : await line.read(chars)
  if (text === undefined || text.length > chars || hasMoreValues(text, values)) return OTHER_ROW
  return parseJsonOrFail(text)
}
