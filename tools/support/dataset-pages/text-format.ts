import type { StorageRef } from '../../../src/apify/types/storage-types.ts'
import { countTokens } from '../../../src/budget/token-cost.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import { readBytes } from '../../../src/shared/read-bytes.ts'
import type { Context, Settings } from '../../../src/tool-call/tool.ts'
import { notes } from '../arguments.ts'
import { countsRows, mayUnwind, type PageQuery, textQuery } from './page-query.ts'
import { rowCounter } from './row-counter.ts'
import { textPaging } from './text-paging.ts'
import { refuseUnsendable } from './unsendable-names.ts'
import { type PageEnd, pageEndNote } from './ways-further.ts'

/** Tokens that the other keys of the result take. */
const FRAME_TOKENS = 140
/** Bytes read for each token of the budget: a text of more bytes exceeds it. */
const BYTES_PER_TOKEN = 32

/**
 * Lists rows in a text format. The text must be well formed, so it is never truncated: fewer rows
 * are requested until the whole text fits.
 * @throws {ToolError} if one row alone does not fit, or a name cannot be sent to the API
 */
export async function listText(ref: StorageRef, query: PageQuery, context: Context) {
  const { apify, settings } = context
  refuseUnsendable(query)
  const maxTextTokens = settings.maxResultTokens - FRAME_TOKENS
  let limit = query.limit
  for (;;) {
    const { bytes, total, whole } = await apify.readItems(
      ref,
      textQuery({ ...query, limit }, settings),
      async ({ text, total }) => ({
        ...(await readBytes(text(), maxTextTokens * BYTES_PER_TOKEN)),
        total,
      }),
    )
    // Decoding drops the byte order mark of csv.
    const text = new TextDecoder().decode(bytes)
    const tokens = countTokens(text)
    if (whole && tokens <= maxTextTokens) {
      const read = { rows: countRows(bytes, query.format), total }
      const page = await textPaging({ apify, settings }, ref, { ...query, limit }, read)
      const end = pageEnd(page, limit < query.limit)
      return {
        text,
        ...page,
        note: notes(end && pageEndNote(end, query.format, context), page.note),
      }
    }
    if (limit === 1) throw tooLong(query, settings)
    limit = smallerLimit(limit, maxTextTokens / Math.max(1, tokens))
  }
}

/** Returns why a text ended before the rows did; undefined if it is not known that there are more. */
function pageEnd(
  { next, total }: { next: { offset: number } | undefined; total: number | undefined },
  isShorter: boolean,
): PageEnd | undefined {
  if (next && isShorter) return 'full'
  return next && total !== undefined && total > next.offset ? 'limit' : undefined
}

function tooLong(query: PageQuery, settings: Settings): ToolError {
  const budget = `the budget of ${settings.maxResultTokens} tokens`
  // Of a view it is not known here whether it unwinds.
  if (!mayUnwind(query) || countsRows(query, settings)) {
    return new ToolError(
      `One row as ${query.format} exceeds ${budget}.`,
      'Choose fewer `fields`, or use format `json`, which truncates long values and names them.',
    )
  }
  return new ToolError(
    `The rows of one stored item as ${query.format} exceed ${budget}. In this format the API counts stored items, and one may unwind to many rows.`,
    'Use format `json`, which counts the rows themselves, or choose fewer `fields`.',
  )
}

function countRows(body: Buffer, format: string): number {
  const counter = rowCounter(format)
  counter.add(body)
  return counter.count()
}

/** Returns a limit of at most one half and at least 1. @param share the share of the text that fits */
function smallerLimit(limit: number, share: number): number {
  return Math.max(1, Math.min(limit >> 1, Math.floor(limit * share)))
}
