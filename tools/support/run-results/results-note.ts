import type { Run } from '../../../src/apify/types/run-types.ts'
import type { ItemsQuery } from '../../../src/apify/types/storage-types.ts'
import type { FittedRows } from '../../../src/budget/fitted-rows.ts'
import { isTruncated, type RowPage, truncationNote } from '../../../src/budget/row-page.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { notes } from '../arguments.ts'
import { fieldsNote } from '../dataset-pages/fields-note.ts'
import { waysFurther } from '../dataset-pages/ways-further.ts'

/** What a result shows of a run. */
interface ShownResults {
  /** Whether all rows that were read are shown; otherwise they are a sample. */
  isWhole: boolean
  hasMore: boolean
  output: FittedRows | undefined
  fitted: FittedRows
  page: RowPage
  query: ItemsQuery & { limit: number; format?: string | undefined }
}

/** Says what the results of a run lack, and where to read it. Returns undefined if nothing is missing. */
export function noteOnResults(
  { status }: Run,
  shown: ShownResults,
  context: Pick<Context, 'downloads' | 'settings'>,
): string | undefined {
  const { output, fitted, page, query } = shown
  return notes(
    status !== 'SUCCEEDED' && `The run ended as ${status}. \`get_log\` shows more.`,
    moreRowsNote(shown, context),
    output && isTruncated(output) && '`output` is truncated: `get_record` reads OUTPUT in full.',
    truncationNote(fitted, 'read one in full with `list_dataset_items`, `limit: 1` and `fields`'),
    fieldsNote(page, query),
  )
}

/** Says why there are no more rows here, and what shows more of them; undefined if these are all. */
function moreRowsNote(
  { isWhole, hasMore, page, query }: ShownResults,
  context: Pick<Context, 'downloads' | 'settings'>,
): string | undefined {
  if (!isWhole) {
    const ways = waysFurther('full', query.format, context)
    return `These rows are a sample because not all of them fit: ${ways}, and \`list_dataset_items\` with this \`runId\` reads on.`
  }
  if (!hasMore) return undefined
  if (page.rowsRead < query.limit)
    return 'For more rows, call `list_dataset_items` with this `runId` and `next`.'
  const ways = waysFurther('limit', query.format, context)
  return `The rows end at \`limit\`: ${ways}, and \`list_dataset_items\` with this \`runId\` and \`next\` reads on.`
}
