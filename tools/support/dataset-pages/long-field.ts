import type { StorageRef } from '../../../src/apify/types/storage-types.ts'
import { credibleTotal } from '../../../src/budget/row-page.ts'
import { textPage } from '../../../src/budget/text-page.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import { isObject } from '../../../src/shared/json.ts'
import { quoted } from '../../../src/shared/quote.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { valueAt } from '../text/json-path.ts'
import { type PageQuery, readPage } from './page-query.ts'

/**
 * Reads one page of one value of one row as text, so that every byte of a dataset can be read.
 * @throws {ToolError} if `fields` does not name exactly one field, or there is no row at `offset`
 */
export function readLongField(
  ref: StorageRef,
  query: PageQuery,
  charOffset: number,
  context: Context,
) {
  const [field, ...others] = query.fields ?? []
  if (field === undefined || others.length > 0) {
    throw new ToolError(
      '`charOffset` reads one field of one row.',
      'Give exactly one name in `fields`, and the position of the row as `offset`.',
    )
  }
  const { offset } = query
  return readPage(ref, { ...query, limit: 1 }, context, ({ page, itemCount, unwound }) => {
    const [row] = page.rows
    if (row === undefined) {
      throw new ToolError(
        `There is no row at offset ${offset}.`,
        'Call without `charOffset` to see which rows there are.',
      )
    }
    const text = fieldText(row, field)
    const note = `One field of one row, from character ${charOffset} of ${text.length}.`
    const total = unwound ? undefined : credibleTotal(itemCount, offset + 1)
    const head = { offset, count: 1, total, note }
    const whole = { text, from: 0, reachedEnd: true }
    const part = textPage(whole, charOffset, head, context.settings.maxResultTokens)
    const next = part.after === undefined ? undefined : { charOffset: part.after }
    return { ...head, text: part.text, next }
  })
}

/**
 * Returns a value as text. A name with dots may be the name of a field, or a path to one.
 * @throws {ToolError} if the row does not have the field
 */
function fieldText(row: unknown, field: string): string {
  // Other fields of the row are not here, so it tells nothing about them.
  if (isObject(row) && Object.keys(row).length === 0) {
    throw new ToolError(
      `That row has no field ${quoted(field, 60)}.`,
      '`get_dataset` lists the fields that exist.',
    )
  }
  const own = Object.getOwnPropertyDescriptor(row, field)
  const value = own ? own.value : valueAt(row, field)
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}
