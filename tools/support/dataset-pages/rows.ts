import type { StorageRef } from '../../../src/apify/types/run-types.ts'
import { type FittedRows, fitPage } from '../../../src/budget/fit-rows.ts'
import { consumed, type RowPage, truncationNote } from '../../../src/budget/row-page.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { notes } from '../arguments.ts'
import { isUnwound, type PageQuery, readPage } from './page-query.ts'

/** Lists rows as JSON objects, as many as fit the budget. */
export function listRows(ref: StorageRef, query: PageQuery, context: Context) {
  const { maxResultTokens } = context.settings
  const paging = isUnwound(query) ? unwoundPaging : storedPaging
  return readPage(ref, query, context, (page, itemCount) =>
    fitPage(page.rows, maxResultTokens, (fitted) => ({
      items: fitted.rows,
      offset: query.offset,
      count: fitted.rows.length,
      ...paging(query, page, fitted, itemCount),
      note: noteOn(page, fitted),
    })),
  )
}

interface Paging {
  total: number | undefined
  next: { offset: number } | undefined
}

/** Pages by stored items, as the API counts them. */
function storedPaging(
  { offset, limit }: PageQuery,
  page: RowPage,
  fitted: FittedRows,
  total: number | undefined,
): Paging {
  const after = offset + consumed(page, fitted)
  const goesOn = total === undefined ? page.rowsRead === limit : after < total
  const more = goesOn || !isWhole(page, fitted)
  return { total, next: more ? { offset: after } : undefined }
}

/** Pages by unwound rows. Their total is known on the last page only. */
function unwoundPaging({ offset }: PageQuery, page: RowPage, fitted: FittedRows): Paging {
  const after = Math.max(offset, consumed(page, fitted))
  return isWhole(page, fitted)
    ? { total: after, next: undefined }
    : { total: undefined, next: { offset: after } }
}

/** Whether a page shows all rows up to the end of the source, or up to its `limit`. */
function isWhole(page: RowPage, fitted: FittedRows): boolean {
  return page.reachedEnd && fitted.rowsUsed === page.rows.length
}

function noteOn(page: RowPage, fitted: FittedRows): string | undefined {
  const dropped = page.rows.length - fitted.rowsUsed
  return notes(
    truncationNote(
      fitted,
      'read one in full with the `offset` of its row, its name in `fields` and `charOffset`',
    ),
    dropped > 0 && `${dropped} more rows did not fit.`,
    page.noFieldMatched &&
      'No row on this page has these `fields`; `get_dataset` lists the fields that exist.',
    page.pruned && 'Null and empty fields are omitted; name them in `fields` to see them.',
  )
}
