import type { ItemsQuery, StorageRef } from '../../../src/apify/types/run-types.ts'
import { type RowPage, readRows } from '../../../src/budget/row-page.ts'
import type { Context } from '../../../src/tool-call/tool.ts'

/** Which rows of a dataset to show, how many, and in which format. */
export type PageQuery = ItemsQuery & { offset: number; limit: number; format: string }

/** Whether rows are entries of arrays, which the API's `offset` and total do not count. */
export function isUnwound({ unwind }: ItemsQuery): boolean {
  return Boolean(unwind?.length)
}

/**
 * Reads rows as jsonl, line by line, until the budget is full.
 *
 * Unwound rows are counted here, from the first one: the API's `offset` counts stored items, each of
 * which stands for any number of rows, and paging must give each row once.
 * @param use receives the page while the connection is open, and the dataset's item count
 */
export function readPage<T>(
  ref: StorageRef,
  { offset, limit, clean, format: _, ...rest }: PageQuery,
  { apify, settings }: Context,
  use: (page: RowPage, total: number | undefined) => T,
): Promise<T> {
  const unwound = isUnwound(rest)
  const range = unwound ? {} : { offset, limit }
  const sent = { ...rest, ...range, skipHidden: clean, format: 'jsonl' }
  return apify.readItems(ref, sent, async ({ total, rows }) => {
    const page = await readRows(rows, {
      limit,
      maxTokens: settings.maxResultTokens,
      skip: unwound ? offset : 0,
      skipEmpty: clean,
      prune: !rest.fields?.length,
    })
    return use(page, total)
  })
}
