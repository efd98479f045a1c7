import type { FittedRows } from '../../../src/budget/fitted-rows.ts'
import { consumed, credibleTotal, type RowPage } from '../../../src/budget/row-page.ts'
import { countOf } from '../count-of.ts'

/** How many rows there are, if known, and where the next page begins; undefined on the last page. */
export interface Paging {
  total: number | undefined
  next: { offset: number } | undefined
}

/**
 * Pages by stored items. A page with as many rows as requested is never taken for the last.
 * @param itemCount items of the dataset by the API's count, which trails by some seconds
 */
export function storedPaging(
  { offset, limit }: { offset: number; limit: number },
  page: RowPage,
  fitted: FittedRows,
  itemCount: number | undefined,
): Paging {
  const { rowsRead } = page
  const isFull = rowsRead >= limit
  // Rows after a short page that are counted are late; a page without any row ends the dataset.
  const areLate = rowsRead > 0 && itemCount !== undefined && offset + rowsRead < itemCount
  const goesOn = !isWhole(page, fitted) || isFull || areLate
  // Reading ends before the end of the source only when one row more has come.
  const seen = offset + rowsRead + (page.reachedEnd ? 0 : 1)
  return {
    total: credibleTotal(itemCount, seen),
    next: goesOn ? { offset: offset + consumed(page, fitted) } : undefined,
  }
}

/** Pages by unwound rows. Only the last page knows their total. */
export function unwoundPaging(
  { offset }: { offset: number },
  page: RowPage,
  fitted: FittedRows,
): Paging {
  return isWhole(page, fitted)
    ? { total: page.rowsRead, next: undefined }
    : { total: undefined, next: { offset: Math.max(offset, consumed(page, fitted)) } }
}

/** Returns a sentence if the API counts rows where it gives none; undefined otherwise. */
export function lateRowsNote(
  offset: number,
  rowsRead: number,
  itemCount: number | undefined,
): string | undefined {
  if (rowsRead > 0 || itemCount === undefined || itemCount <= offset) return undefined
  return `The API counts ${countOf(itemCount, 'row')} but gives none from offset ${offset} on: new rows appear some seconds late, so read from there again with \`list_dataset_items\`.`
}

/** Like `lateRowsNote`, for rows of which unwinding may leave none. */
export function noUnwoundRowsNote(
  rowsRead: number,
  itemCount: number | undefined,
): string | undefined {
  if (rowsRead > 0 || !itemCount) return undefined
  return `The API counts ${countOf(itemCount, 'row')}, but unwinding leaves none, or they appear some seconds late.`
}

/** Returns whether a page shows all rows that its source gave, up to the end. */
function isWhole(page: RowPage, fitted: FittedRows): boolean {
  return page.reachedEnd && fitted.rowsUsed === page.rows.length
}
