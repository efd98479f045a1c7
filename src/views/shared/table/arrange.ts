import { beginningOf } from '../beginning-of.ts'
import { cellText } from './cell.ts'

/** An order of rows by one column. */
export interface Sort {
  column: string
  isDescending: boolean
}

/** What rows are compared by at most, in characters. */
const COMPARED_CHARS = 200

/** Returns the order after a press on a column's header: ascending, then descending, then none. */
export function nextSort(sort: Sort | undefined, column: string): Sort | undefined {
  if (sort?.column !== column) return { column, isDescending: false }
  return sort.isDescending ? undefined : { column, isDescending: true }
}

/**
 * Returns the indexes of the rows that have a text in one of their values, whatever its case, in an order.
 * @param columns the names of the values of each row
 */
export function arrange(
  rows: readonly (readonly unknown[])[],
  columns: readonly string[],
  { filter, sort }: { filter: string; sort: Sort | undefined },
): number[] {
  const needle = filter.trim().toLowerCase()
  const all = rows.map((_, index) => index)
  const has = (value: unknown) => cellText(value).toLowerCase().includes(needle)
  const kept = needle === '' ? all : all.filter((index) => rows[index]?.some(has))
  const place = sort ? columns.indexOf(sort.column) : -1
  return place === -1 ? kept : sorted(kept, rows, place, sort?.isDescending === true)
}

function sorted(
  indexes: readonly number[],
  rows: readonly (readonly unknown[])[],
  place: number,
  isDescending: boolean,
): number[] {
  const { compare } = new Intl.Collator(undefined, { numeric: true })
  const keys = new Map(indexes.map((index) => [index, keyOf(rows[index]?.[place])]))
  const direction = isDescending ? -1 : 1
  return indexes.toSorted((a, b) => {
    const first = keys.get(a)
    const second = keys.get(b)
    // What is empty comes last in both directions.
    if (first === undefined || second === undefined)
      return Number(first === undefined) - Number(second === undefined)
    return direction * compareKeys(first, second, compare)
  })
}

type Key = number | string

function keyOf(value: unknown): Key | undefined {
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value)
  return beginningOf(cellText(value), COMPARED_CHARS)
}

/** Numbers come before texts. */
function compareKeys(a: Key, b: Key, compare: (a: string, b: string) => number): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1
  return typeof b === 'number' ? 1 : compare(a, b)
}
