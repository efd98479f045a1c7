import type { StorageRef } from '../../../src/apify/types/storage-types.ts'
import { fitPage } from '../../../src/budget/fit-rows.ts'
import type { FittedRows } from '../../../src/budget/fitted-rows.ts'
import { type RowPage, truncationNote } from '../../../src/budget/row-page.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { notes } from '../arguments.ts'
import { fieldsNote } from './fields-note.ts'
import { type PageQuery, readPage } from './page-query.ts'
import {
  lateRowsNote,
  noUnwoundRowsNote,
  type Paging,
  storedPaging,
  unwoundPaging,
} from './paging.ts'
import { rowOutputOf } from './row-output.ts'
import { type PageEnd, pageEndNote } from './ways-further.ts'

/** Lists rows as JSON objects or as a table, as many as fit the budget. */
export function listRows(ref: StorageRef, query: PageQuery, context: Context) {
  const output = rowOutputOf(query.format, query.fields)
  return readPage(ref, query, context, ({ page, itemCount, unwound }) => {
    const pagingOf = unwound ? unwoundPaging : storedPaging
    const noRows = unwound
      ? noUnwoundRowsNote(page.rowsRead, itemCount)
      : lateRowsNote(query.offset, page.rowsRead, itemCount)
    const wrap = (fitted: FittedRows) => {
      const { shown, formNote } = output.show(page, fitted)
      const paging = pagingOf(query, page, fitted, itemCount)
      const end = pageEnd(query, page, fitted, paging)
      return {
        ...shown,
        offset: query.offset,
        count: fitted.rows.length,
        ...paging,
        note: notes(
          truncationNote(
            fitted,
            'read one in full with the `offset` of its row, its name in `fields` and `charOffset`',
          ),
          end && pageEndNote(end, query.format, context),
          fieldsNote(page, query),
          formNote,
          noRows,
        ),
      }
    }
    return fitPage(page.rows, context.settings.maxResultTokens, wrap, output.form)
  })
}

/** Returns why a page ended before the rows did; undefined if it is not known that there are more. */
function pageEnd(
  { limit }: PageQuery,
  page: RowPage,
  { rowsUsed }: FittedRows,
  { next, total }: Paging,
): PageEnd | undefined {
  if (!next) return undefined
  if (rowsUsed < page.rows.length) return 'full'
  if (!page.reachedEnd) return page.rows.length < limit ? 'full' : 'limit'
  const isCounted = total !== undefined && total > next.offset
  return isCounted && page.rowsRead >= limit ? 'limit' : undefined
}
