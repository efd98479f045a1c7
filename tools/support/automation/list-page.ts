import type { ListRange } from '../../../src/apify/types/task-types.ts'
import { fitPage } from '../../../src/budget/fit-rows.ts'
import { credibleTotal, nextOffset } from '../../../src/budget/row-page.ts'
import type { Settings } from '../../../src/tool-call/tool.ts'
import { notes } from '../arguments.ts'
import { incompleteNote } from '../incomplete-note.ts'

/** One page of a list of the account, as the API returned it. */
interface ListedPage {
  kind: 'task' | 'schedule' | 'webhook'
  rows: object[]
  /** How many there are in all, if the API says so. */
  total: number | null | undefined
}

/** The parts that the result of a list has. */
interface PageParts {
  rows: unknown[]
  total: number | undefined
  next: { offset: number } | undefined
  note: string | undefined
}

/** Fits a page of tasks, schedules or webhooks into the budget. */
export function listPage<R>(
  { kind, rows, total }: ListedPage,
  range: ListRange,
  { maxResultTokens }: Settings,
  wrap: (parts: PageParts) => R,
): R {
  return fitPage(rows, maxResultTokens, (fitted) =>
    wrap({
      rows: fitted.rows,
      total: credibleTotal(total ?? undefined, rows.length && range.offset + rows.length),
      next: nextOffset(
        range,
        { rowsRead: rows.length, rowsUsed: fitted.rowsUsed },
        total ?? undefined,
      ),
      note: notes(
        rows.length === 0 && range.offset === 0 && `There is no ${kind}.`,
        incompleteNote(rows.slice(0, fitted.rowsUsed), `${kind}Id`),
      ),
    }),
  )
}
