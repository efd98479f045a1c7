import type { ItemsQuery, StorageRef } from '../../../src/apify/types/storage-types.ts'
import { type RowPage, readRows } from '../../../src/budget/row-page.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { splitNames } from './unsendable-names.ts'

/** Which rows of a dataset to show, how many, and in which format. */
export type PageQuery = ItemsQuery & { offset: number; limit: number; format: string }

/** Returns whether rows are entries of arrays, which the API's `offset` and total do not count. */
export function isUnwound({ unwind }: ItemsQuery): boolean {
  return Boolean(unwind?.length)
}

/**
 * Reads rows as jsonl, line by line, until the budget is full.
 *
 * The API's `offset` counts stored items, and one item unwinds to any number of rows. Unwound rows
 * are therefore counted here, from the first one on, so that paging returns each row once.
 * @param use receives the page while the connection is open, and the items of the dataset, if known
 */
export function readPage<T>(
  ref: StorageRef,
  { offset, limit, clean, format: _, ...rest }: PageQuery,
  { apify, settings }: Context,
  use: (page: RowPage, itemCount: number | undefined) => T,
): Promise<T> {
  const unwound = isUnwound(rest)
  const range = unwound ? {} : { offset, limit }
  const { lists, refined } = splitNames(rest)
  const query = { ...rest, ...lists, ...range, skipHidden: clean, format: 'jsonl' }
  return apify.readItems(ref, query, async ({ total, rows }) => {
    const page = await readRows(refined(rows), {
      limit,
      maxTokens: settings.maxResultTokens,
      skip: unwound ? offset : 0,
      skipEmpty: clean,
      prune: !rest.fields?.length,
    })
    return use(page, total)
  })
}
