import type { StorageRef } from '../../../src/apify/types/storage-types.ts'
import { credibleTotal } from '../../../src/budget/row-page.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { notes } from '../arguments.ts'
import { countOf } from '../count-of.ts'
import { countsRows, mayUnwind, type PageQuery, textQuery } from './page-query.ts'

type Reader = Pick<Context, 'apify' | 'settings'>

/** A page in a text format. */
interface TextRead {
  /** Rows in the text; undefined if they could not be counted. */
  rows: number | undefined
  /** The API's count of the dataset, which trails by some seconds. */
  total: number | undefined
}

/**
 * Returns the place of a text in its dataset.
 *
 * A text tells only how many rows it has, and filters apply after `offset` and `limit`: a page with
 * few rows need not be the last. Unless its rows and the API's count agree on what follows, the row
 * after the page is requested.
 */
export async function textPaging(
  context: Reader,
  ref: StorageRef,
  query: PageQuery,
  read: TextRead,
) {
  const { offset, limit } = query
  const { after, seen } = await nextPage(context, ref, query, read)
  const { total } = read
  const hint = after === undefined ? (total ?? offset) - offset : limit
  const rows = read.rows ?? Math.max(0, Math.min(limit, hint))
  return {
    offset,
    count: rows,
    // Unwound rows are not what the API counts.
    total: mayUnwind(query) ? undefined : credibleTotal(total, seen),
    next: after === undefined ? undefined : { offset: after },
    note: notes(
      rows === 0 &&
        total !== undefined &&
        total > offset &&
        `No row of this page has a value, or its rows appear some seconds late: the API counts ${countOf(total, 'row')}.`,
    ),
  }
}

/** Returns the offset of the next page, undefined on the last, and how many items there are at least. */
async function nextPage(
  context: Reader,
  ref: StorageRef,
  query: PageQuery,
  { rows = 0, total = -1 }: TextRead,
): Promise<{ after?: number; seen: number }> {
  const { offset, limit } = query
  const pageEnd = offset + limit
  if (rows >= limit || (rows > 0 && total > pageEnd)) return { after: pageEnd, seen: pageEnd }
  const seen = offset + rows
  if (!isFiltered(query) && rows > 0 && total >= seen)
    return total > seen ? { after: seen, seen } : { seen }
  const hasMore = await hasRowAt(context, ref, pageEnd, query)
  return hasMore ? { after: pageEnd, seen: pageEnd + 1 } : { seen }
}

/** Returns whether a page may have more or fewer rows than it has stored items. */
function isFiltered(query: PageQuery): boolean {
  return mayUnwind(query) || Boolean(query.clean)
}

function hasRowAt(
  { apify, settings }: Reader,
  ref: StorageRef,
  offset: number,
  query: PageQuery,
): Promise<boolean> {
  const one = { offset, limit: 1, format: 'jsonl' }
  // Filters and transforms cannot add a stored item, but they decide which rows there are.
  const page = countsRows(query, settings) ? { ...query, ...one } : { ...one, desc: query.desc }
  return apify.readItems(ref, textQuery(page, settings), async ({ chunks }) => {
    for await (const chunk of chunks) if (chunk.length > 0) return true
    return false
  })
}
