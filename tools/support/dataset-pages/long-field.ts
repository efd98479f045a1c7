import type { ItemsQuery, StorageRef } from '../../../src/apify/types/storage-types.ts'
import { isPruned } from '../../../src/budget/pruned.ts'
import { credibleTotal } from '../../../src/budget/row-page.ts'
import { readTextPart, type TextPart, textPage } from '../../../src/budget/text-page.ts'
import { MAX_CHARS_PER_TOKEN } from '../../../src/budget/token-cost.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import { isObject } from '../../../src/shared/json.ts'
import { quoted } from '../../../src/shared/quote.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { missingStep, pathSteps, valueAt } from '../text/json-path.ts'
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
  const { maxResultTokens } = context.settings
  return readPage(ref, { ...query, limit: 1 }, context, async ({ page, itemCount, ...read }) => {
    const [row] = page.rows
    if (row === undefined) {
      throw new ToolError(
        `There is no row at offset ${offset}.`,
        'Call without `charOffset` to see which rows there are.',
      )
    }
    const window = { charOffset, maxChars: maxResultTokens * MAX_CHARS_PER_TOKEN }
    const place = { ref, query: read.query, skip: (page.positions[0] ?? 1) - 1, field }
    const { length, ...whole } = isPruned(row)
      ? await longFieldText(place, window, context)
      : wholeText(fieldText(row, field))
    const note = `One field of one row, from character ${charOffset} of ${length}.`
    const total = read.unwound ? undefined : credibleTotal(itemCount, offset + 1)
    const head = { offset, count: 1, total, note }
    const part = textPage(whole, charOffset, head, maxResultTokens)
    const next = part.after === undefined ? undefined : { charOffset: part.after }
    return { ...head, text: part.text, next }
  })
}

/** Where a field is: in the row after `skip` others of what a query gives. */
interface FieldPlace {
  ref: StorageRef
  query: ItemsQuery
  skip: number
  field: string
}

/** Reads a part of a field of a row that is too large to be held. */
async function longFieldText(
  { ref, query, skip, field }: FieldPlace,
  { charOffset, maxChars }: { charOffset: number; maxChars: number },
  { apify }: Context,
): Promise<TextPart & { length: number }> {
  const wanted = {
    steps: pathSteps(field),
    alias: field,
    form: 'json',
    readText: (parts: AsyncIterable<string>) => readMeasured(parts, maxChars, charOffset),
  } as const
  const found = await apify.readItems(ref, query, ({ readRow }) => readRow(skip, wanted))
  if (found?.kind === 'text') return found.text
  if (found?.kind === 'whole') return wholeText(fieldText(found.value, field))
  if (found?.kind === 'missing') throw missingStep(found.missing)
  throw new ToolError('The row has changed while it was read.', 'Call again.')
}

function wholeText(text: string): TextPart & { length: number } {
  return { text, from: 0, reachedEnd: true, length: text.length }
}

/** Reads a part of a text, and counts all of its characters. */
async function readMeasured(
  parts: AsyncIterable<string>,
  maxChars: number,
  offset: number,
): Promise<TextPart & { length: number }> {
  const source = parts[Symbol.asyncIterator]()
  let length = 0
  const counted = async function* () {
    for (let next = await source.next(); !next.done; next = await source.next()) {
      length += next.value.length
      yield next.value
    }
  }
  const part = await readTextPart(counted(), maxChars, offset)
  for await (const _ of counted());
  return { ...part, length }
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
