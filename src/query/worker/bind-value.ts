import { KIND } from '../column-types.ts'
import type { RowBinder } from './bind-rows.ts'
import { isNumber, type RowReader } from './read-rows.ts'

const MIN_INT_64 = -(2n ** 63n)
const MAX_INT_64 = 2n ** 63n - 1n

/**
 * Binds a value of a row to a column and returns its kind; 0 for null.
 *
 * A number is an integer by its value, so `1.0` and `1e3` are integers too. Integers of up to 64 bits keep
 * their digits if they are written with digits alone. Larger ones, and numbers that are not finite as
 * a double, are the text that the row has.
 */
export function bindValue(
  binder: RowBinder,
  column: number,
  value: unknown,
  /** Reads the strings that are numbers; undefined if the row has none. */
  marks: RowReader | undefined,
): number {
  switch (typeof value) {
    case 'string':
      return bindString(binder, column, value, marks)
    case 'number':
      if (!Number.isSafeInteger(value)) {
        binder.real(column, value)
        return KIND.real
      }
      binder.integer(column, value)
      return KIND.integer
    case 'boolean':
      binder.integer(column, value ? 1 : 0)
      return KIND.boolean
    default:
      return value === null ? 0 : bindJson(binder, column, value, marks)
  }
}

function bindString(
  binder: RowBinder,
  column: number,
  value: string,
  marks: RowReader | undefined,
): number {
  const number = marks?.numberOf(value)
  if (number !== undefined) return bindLargeNumber(binder, column, number)
  binder.text(column, value)
  return KIND.text
}

/** Binds JSON of an object or array. Numbers in it keep their digits. */
export function bindJson(
  binder: RowBinder,
  column: number,
  value: unknown,
  marks: RowReader | undefined,
): number {
  const json = JSON.stringify(value)
  binder.text(column, marks ? marks.unmarked(json) : json)
  return KIND.json
}

function bindLargeNumber(binder: RowBinder, column: number, number: string): number {
  const integer = /^-?\d{1,19}$/.test(number) ? BigInt(number) : undefined
  if (integer !== undefined && integer >= MIN_INT_64 && integer <= MAX_INT_64) {
    binder.largeInteger(column, integer)
    return KIND.integer | KIND.largeInteger
  }
  binder.text(column, number)
  return isNumber(number) ? KIND.text | KIND.numberText : KIND.text
}
