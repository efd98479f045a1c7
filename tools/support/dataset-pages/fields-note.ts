import type { RowPage } from '../../../src/budget/row-page.ts'
import { notes } from '../arguments.ts'

/** Returns a sentence on the fields that a page lacks, and why; undefined if it lacks none. */
export function fieldsNote({ noFieldMatched, pruned }: RowPage): string | undefined {
  return notes(
    noFieldMatched && 'No row here has these `fields`; `get_dataset` lists the fields that exist.',
    pruned && 'Null and empty fields are omitted; name them in `fields` to see them.',
  )
}
