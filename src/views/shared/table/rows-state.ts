import type { Sort } from './arrange.ts'
import type { RowsPage } from './rows-page.ts'

/** How a person wants the rows. */
export interface Wish {
  sort: Sort | undefined
  filter: string
  /** What both are about: the rows that are loaded, or all. */
  scope: 'page' | 'all'
}

/** What a table of rows shows. */
export interface RowsState extends Wish {
  page: RowsPage | undefined
  /** All columns that are known so far. */
  columns: string[]
  /** The columns that are shown, in the order of all. */
  visible: string[]
  /** How many rows a page is to have. */
  limit: number
  /** What the server has sorted and filtered the loaded rows by. */
  applied: { sort: Sort | undefined; filter: string }
  /** How many rows of the next page have come; undefined if nothing is being loaded. */
  loading: number | undefined
  error: string | undefined
}
