import { fitPage } from '../../../src/budget/fit-rows.ts'
import { isTruncated } from '../../../src/budget/row-page.ts'
import { fits } from '../../../src/budget/token-cost.ts'
import { notes } from '../arguments.ts'
import { countOf } from '../count-of.ts'
import { observeRows, toSchema } from './derive-schema.ts'

/** How many levels of objects a schema has that is too large with all of them. */
const DEPTHS = [Number.POSITIVE_INFINITY, 3, 2, 1]

/**
 * Builds a result around the JSON schema of rows. If it does not fit, inner objects are not described.
 * @param head the other keys of the result
 */
export function fitSchema<H extends { note?: string | undefined }>(
  rows: readonly unknown[],
  head: H,
  maxTokens: number,
) {
  const shape = observeRows(rows)
  for (const depth of DEPTHS) {
    const left =
      Number.isFinite(depth) &&
      `Objects inside more than ${countOf(depth, 'level')} are not described: the schema would not fit.`
    const page = { ...head, schema: toSchema(shape, depth), note: notes(head.note, left) }
    if (fits(page, maxTokens)) return page
  }
  return fitPage([toSchema(shape, 1)], maxTokens, (fitted) => ({
    ...head,
    schema: fitted.rows[0],
    note: notes(
      head.note,
      isTruncated(fitted) && 'The schema is truncated: `… [+N fields]` marks what is missing.',
    ),
  }))
}
