import type { RowsRequest } from './row-source.ts'
import type { RowsPage } from './rows-page.ts'

/** The page that is shown, and some around it. */
const MAX_PAGES = 5

/** Keeps the pages that were read last. */
export class RowsCache {
  #pages: { request: RowsRequest; page: RowsPage }[] = []

  keep(request: RowsRequest, page: RowsPage): void {
    this.#pages = [{ request, page }, ...this.#pages].slice(0, MAX_PAGES)
  }

  /** Returns the rows of an earlier request for the same rows that had all the columns of this one. */
  find(wanted: RowsRequest): RowsPage | undefined {
    return this.#pages.find(({ request }) => isSame(request, wanted) && hasColumns(request, wanted))
      ?.page
  }

  clear(): void {
    this.#pages = []
  }
}

function isSame(one: RowsRequest, other: RowsRequest): boolean {
  return keyOf(one) === keyOf(other)
}

function keyOf({ offset, limit, filter, sort, searched }: RowsRequest): string {
  // Where nothing is looked for, it does not matter where.
  return JSON.stringify([offset, limit, filter, sort, filter === '' ? [] : searched])
}

function hasColumns(one: RowsRequest, other: RowsRequest): boolean {
  const { columns } = one
  return columns === undefined || other.columns?.every((name) => columns.includes(name)) === true
}
