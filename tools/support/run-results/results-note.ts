import type { Run } from '../../../src/apify/types/run-types.ts'
import type { ItemsQuery } from '../../../src/apify/types/storage-types.ts'
import type { FittedRows } from '../../../src/budget/fit-rows.ts'
import { isTruncated, type RowPage, truncationNote } from '../../../src/budget/row-page.ts'
import { notes } from '../arguments.ts'
import { fieldsNote } from '../dataset-pages/fields-note.ts'

/** What a result shows of a run. */
interface ShownResults {
  /** Whether all rows that were read are shown; otherwise they are a sample. */
  isWhole: boolean
  hasMore: boolean
  output: FittedRows | undefined
  fitted: FittedRows
  page: RowPage
  query: ItemsQuery
}

/** Says what the results of a run lack, and where to read it. Returns undefined if nothing is missing. */
export function noteOnResults(
  { status }: Run,
  { isWhole, hasMore, output, fitted, page, query }: ShownResults,
): string | undefined {
  return notes(
    status !== 'SUCCEEDED' && `The run ended as ${status}. \`get_log\` shows more.`,
    hasMore && isWhole && 'For more rows, call `list_dataset_items` with this `runId` and `next`.',
    !isWhole &&
      'These rows are a sample because not all of them fit: choose `fields` and read on with `list_dataset_items` and this `runId`.',
    output && isTruncated(output) && '`output` is truncated: `get_record` reads OUTPUT in full.',
    truncationNote(fitted, 'read one in full with `list_dataset_items`, `limit: 1` and `fields`'),
    fieldsNote(page, query),
  )
}
