import type { StorageRef } from '../../../src/apify/types/storage-types.ts'
import { type FittedRows, fitPage } from '../../../src/budget/fit-rows.ts'
import { type RowPage, truncationNote } from '../../../src/budget/row-page.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { notes } from '../arguments.ts'
import { countOf } from '../count-of.ts'
import { fieldsNote } from './fields-note.ts'
import { type PageQuery, readPage } from './page-query.ts'
import { lateRowsNote, noUnwoundRowsNote, storedPaging, unwoundPaging } from './paging.ts'

/** Lists rows as JSON objects, as many as fit the budget. */
export function listRows(ref: StorageRef, query: PageQuery, context: Context) {
  return readPage(ref, query, context, ({ page, itemCount, unwound }) => {
    const paging = unwound ? unwoundPaging : storedPaging
    const noRows = unwound
      ? noUnwoundRowsNote(page.rowsRead, itemCount)
      : lateRowsNote(query.offset, page.rowsRead, itemCount)
    return fitPage(page.rows, context.settings.maxResultTokens, (fitted) => ({
      items: fitted.rows,
      offset: query.offset,
      count: fitted.rows.length,
      ...paging(query, page, fitted, itemCount),
      note: notes(pageNote(page, fitted, query), noRows),
    }))
  })
}

function pageNote(page: RowPage, fitted: FittedRows, query: PageQuery): string | undefined {
  const dropped = page.rows.length - fitted.rowsUsed
  return notes(
    truncationNote(
      fitted,
      'read one in full with the `offset` of its row, its name in `fields` and `charOffset`',
    ),
    dropped > 0 && `${countOf(dropped, 'more row')} did not fit.`,
    fieldsNote(page, query),
  )
}
