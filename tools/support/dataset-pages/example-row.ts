import { fitRows } from '../../../src/budget/fit-rows.ts'
import { truncationNote } from '../../../src/budget/row-page.ts'
import { countTokens } from '../../../src/budget/token-cost.ts'
import type { Sample } from '../text/sample-fields.ts'

/** Fits the example row of a sample into a budget. `rowNote` says if the row was truncated. */
export function fitExampleRow({ rows, row }: Sample, maxTokens: number) {
  if (rows === 0) return { row: undefined, rowNote: undefined }
  const fitted = fitRows([row], maxTokens)
  const [shown] = fitted.rows
  const isTruncated = countTokens(shown) < countTokens(row)
  const rowNote = isTruncated
    ? (truncationNote(fitted, '`list_dataset_items` shows more') ?? '`row` is truncated.')
    : undefined
  return { row: shown, rowNote }
}
