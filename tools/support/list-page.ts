import type { ListRange } from '../../src/apify/types/list-range.ts'
import { fitPage } from '../../src/budget/fit-rows.ts'
import { credibleTotal, nextOffset } from '../../src/budget/row-page.ts'
import type { Settings } from '../../src/tool-call/tool.ts'
import { notes } from './arguments.ts'
import { incompleteNote } from './incomplete-note.ts'

/** One page of a list of the account, as the API returned it. */
interface ListedPage<T> {
  rows: readonly T[]
  /** How many there are in all, if the API says so. */
  total: number | null | undefined
  /** The key that identifies a row. */
  idField: string
  /** What is said of an empty list. */
  emptyNote: string
}

/** The parts that the result of each list has beside its rows. */
interface PageParts {
  total: number | undefined
  next: { offset: number } | undefined
  note: string | undefined
}

/**
 * Fits a page of a list into the budget.
 * @param wrap returns the result of some rows as they are shown, of which `listed` are the whole ones
 */
export function listPage<T extends object, R>(
  { rows, total, idField, emptyNote }: ListedPage<T>,
  range: ListRange,
  { maxResultTokens }: Settings,
  wrap: (shown: unknown[], parts: PageParts, listed: readonly T[]) => R,
): R {
  const known = total ?? undefined
  return fitPage(rows, maxResultTokens, (fitted) => {
    const listed = rows.slice(0, fitted.rowsUsed)
    const parts = {
      total: credibleTotal(known, rows.length && range.offset + rows.length),
      next: nextOffset(range, { rowsRead: rows.length, rowsUsed: fitted.rowsUsed }, known),
      note: notes(
        rows.length === 0 && range.offset === 0 && emptyNote,
        incompleteNote(listed, idField),
      ),
    }
    return wrap(fitted.rows, parts, listed)
  })
}
