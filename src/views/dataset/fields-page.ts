import type { GetDatasetResult } from '../shared/results.ts'
import type { RowSource } from '../shared/table/row-source.ts'
import type { RowsPage } from '../shared/table/rows-page.ts'
import { listOf, recordOf } from '../shared/values.ts'

/** The members of a field as `get_dataset` describes it, in the order in which they are shown. */
const MEMBERS = ['name', 'type', 'sqlType', 'column', 'filled', 'example']

/** Returns the fields of a dataset as rows of a table. */
export function fieldsPage({ fields }: Pick<GetDatasetResult, 'fields'>): RowsPage {
  const list = listOf(fields).map(recordOf)
  const columns = MEMBERS.filter((member) => list.some((field) => field[member] !== undefined))
  return {
    columns,
    rows: list.map((field) => columns.map((member) => field[member])),
    positions: [],
    offset: 0,
    next: undefined,
    total: list.length,
    note: undefined,
  }
}

const no = () => false

/** There are no fields but those that are shown. */
export const NO_SOURCE: RowSource = {
  dataset: undefined,
  canPage: no,
  canSearch: no,
  load: async () => fieldsPage({}),
}
