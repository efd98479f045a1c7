import type { Apify } from '../../../src/apify/types/apify.ts'
import type { ItemsQuery, StorageRef } from '../../../src/apify/types/storage-types.ts'
import { type RowPage, readRows } from '../../../src/budget/row-page.ts'
import type { Context, Settings } from '../../../src/tool-call/tool.ts'
import { rowOutputOf } from './row-output.ts'
import { splitNames } from './unsendable-names.ts'

/** Which rows of a dataset to show, how many, and in which format. */
export type PageQuery = ItemsQuery & { offset: number; limit: number; format: string }

/** Rows of a dataset, read while the connection is open. */
interface DatasetPage {
  page: RowPage
  /** The API's count of the items in the dataset, if known. */
  itemCount: number | undefined
  /** Whether the page counts rows that may be entries of arrays, not the stored items. */
  unwound: boolean
  /** What the API was asked for. */
  query: ItemsQuery
}

/** An item limit that no dataset reaches. Without one, the limit of a view applies. */
const EVERY_ITEM = 1_000_000_000

/** Returns whether rows may be entries of arrays, which the API's `offset` and total do not count. */
export function mayUnwind({ unwind, view }: ItemsQuery): boolean {
  return Boolean(unwind?.length) || Boolean(view)
}

/** Returns whether `offset` and `limit` of a text count rows, as the local platform can, not stored items. */
export function countsRows(query: ItemsQuery, { mode }: Settings): boolean {
  return mode === 'local' && mayUnwind(query)
}

/** Returns the query of a page as text. */
export function textQuery({ offset, limit, ...rest }: PageQuery, settings: Settings): ItemsQuery {
  if (!countsRows(rest, settings)) return { ...rest, offset, limit }
  return { ...rest, limit: everyItem(rest), skipRows: offset, maxRows: limit }
}

/** Returns the range of unwound rows: the local platform leaves out those before it, others send them. */
function unwoundRange({ offset, limit, ...rest }: PageQuery, settings: Settings): ItemsQuery {
  const all = { limit: everyItem(rest) }
  // With one row more, the end of the page is not taken for the end of the rows.
  if (countsRows(rest, settings)) return { ...all, skipRows: offset, maxRows: limit + 1 }
  return { ...all, unparsed: offset }
}

function everyItem({ view }: ItemsQuery): number | undefined {
  return view ? EVERY_ITEM : undefined
}

/**
 * Reads rows as jsonl, line by line, until the budget is full.
 *
 * The API's `offset` counts stored items, and one item unwinds to any number of rows. Unwound rows
 * are therefore counted here, from the first one on, so that paging returns each row once.
 */
export async function readPage<T>(
  ref: StorageRef,
  { clean, ...page }: PageQuery,
  { apify, settings }: Context,
  use: (read: DatasetPage) => T | Promise<T>,
): Promise<T> {
  const { offset, limit, format, ...rest } = page
  const { lists, refined } = splitNames(rest)
  const unwound = mayUnwind(rest) && (await doesUnwind(ref, rest, apify))
  const range = unwound ? unwoundRange(page, settings) : { offset, limit }
  const query = { ...rest, ...lists, ...range, skipHidden: clean, format: 'jsonl' }
  return apify.readItems(ref, query, async ({ total, skipped, rows }) => {
    const page = await readRows(refined(rows), {
      limit,
      maxTokens: settings.maxResultTokens,
      skip: unwound ? offset : 0,
      ...(skipped !== undefined && { skipped }),
      skipEmpty: clean,
      ...rowOutputOf(format, rest.fields).reading,
    })
    return use({ page, itemCount: total, unwound, query })
  })
}

/** Returns whether a query unwinds. A view does, unless the schema of the dataset says that it does not. */
async function doesUnwind(
  ref: StorageRef,
  { unwind, view }: ItemsQuery,
  apify: Pick<Apify, 'getDataset'>,
): Promise<boolean> {
  if (unwind?.length || !view) return true
  const dataset = await apify.getDataset(ref).catch(() => undefined)
  const transformation = dataset?.schema?.views?.[view]?.transformation
  return !transformation || [transformation.unwind ?? []].flat().length > 0
}
