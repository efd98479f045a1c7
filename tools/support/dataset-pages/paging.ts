import type { FittedRows } from '../../../src/budget/fit-rows.ts'
import { consumed, type RowPage } from '../../../src/budget/row-page.ts'

/** How many rows there are, if known, and where the next page begins; undefined on the last page. */
interface Paging {
  total: number | undefined
  next: { offset: number } | undefined
}

/** Pages by stored items, as the API counts them. @param itemCount items of the dataset, if known */
export function storedPaging(
  { offset, limit }: { offset: number; limit: number },
  page: RowPage,
  fitted: FittedRows,
  itemCount: number | undefined,
): Paging {
  const after = offset + consumed(page, fitted)
  const mayHaveMore = itemCount === undefined ? page.rowsRead === limit : after < itemCount
  const isLast = isWhole(page, fitted) && !mayHaveMore
  return { total: itemCount, next: isLast ? undefined : { offset: after } }
}

/** Pages by unwound rows. Only the last page knows their total. */
export function unwoundPaging(
  { offset }: { offset: number },
  page: RowPage,
  fitted: FittedRows,
): Paging {
  const after = Math.max(offset, consumed(page, fitted))
  return isWhole(page, fitted)
    ? { total: after, next: undefined }
    : { total: undefined, next: { offset: after } }
}

/** Returns whether a page shows all rows that its source gave, up to the end. */
function isWhole(page: RowPage, fitted: FittedRows): boolean {
  return page.reachedEnd && fitted.rowsUsed === page.rows.length
}
