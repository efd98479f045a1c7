import type { FittedRows } from './fitted-rows.ts'
import { largestThatFits } from './largest-that-fits.ts'
import { isPruned } from './pruned.ts'
import type { RowForm } from './row-form.ts'
import { fits, hasMoreChars, jsonOf, MAX_CHARS_PER_TOKEN } from './token-cost.ts'
import { firstEntries, omittedMark, Truncator, truncateValue } from './truncate.ts'
import { truncateText } from './truncate-text.ts'

/** Strings keep at least this many characters as long as rows can be dropped instead. */
export const MIN_STRING_CHARS = 200
/** In a row that is too large alone they may keep only so many. */
const SHORTER_CHARS = [40, 8]
/** A page names at most this many truncated fields. */
const MAX_NAMES = 5
const UNLIMITED = Number.POSITIVE_INFINITY

/** Returns the names of the fields that were truncated. */
export function namesOf({ fields }: Truncator): string[] {
  return [...fields].slice(0, MAX_NAMES)
}

/** Returns a row whose strings are shorter than on other pages, if all its entries fit so. */
function fitShorter(row: unknown, maxTokens: number, form: RowForm): FittedRows | undefined {
  const at = (chars: number) => new Truncator({ chars, entries: UNLIMITED })
  const holds = (chars: number) => form.holds(at(chars).truncate(row), maxTokens)
  const known = SHORTER_CHARS.find(
    (chars) => !hasMoreChars(row, maxTokens * MAX_CHARS_PER_TOKEN, chars) && holds(chars),
  )
  if (known === undefined) return undefined
  const search = { known, first: 2 * known, growth: 2, max: MIN_STRING_CHARS, precision: 1 / 16 }
  const truncator = at(largestThatFits(search, holds))
  return {
    rows: [truncator.truncate(row)],
    rowsUsed: 1,
    truncatedFields: namesOf(truncator),
    truncatedInside: true,
  }
}

/** Fits a row that is too large alone, even with its strings at their shortest: entries are dropped too. */
export function fitOneRow(row: unknown, maxTokens: number, form: RowForm): FittedRows {
  const shorter = fitShorter(row, maxTokens, form)
  if (shorter) return shorter
  for (const chars of [MIN_STRING_CHARS, ...SHORTER_CHARS]) {
    // What was too much is not gone through again.
    let first = row
    const holds = (entries: number) => {
      if (form.holds(truncateValue(first, { chars, entries }), maxTokens)) return true
      first = firstEntries(first, entries)
      return false
    }
    if (!holds(1)) continue
    const entries = largestThatFits(
      { known: 1, first: 4, growth: 4, max: 1 << 20, precision: 1 / 32 },
      holds,
    )
    const truncator = new Truncator({ chars, entries })
    return {
      rows: [truncator.truncate(first)],
      rowsUsed: 1,
      truncatedFields: namesOf(truncator),
      truncatedInside: true,
    }
  }
  const shown = jsonStart(row, maxTokens)
  return {
    rows: [fits(shown, maxTokens) ? shown : {}],
    rowsUsed: 1,
    truncatedFields: [],
    truncatedInside: true,
  }
}

/** Returns the beginning of a row's JSON as text, for a row that is too large even when truncated. */
function jsonStart(row: unknown, maxTokens: number): { '…': string } {
  const json = jsonOf(row)
  if (!json) return { '…': json ?? '[nested deeper than can be shown]' }
  const start = truncateText(json, Math.max(0, maxTokens - 20)).text
  if (isPruned(row)) return { '…': `${start}… [more JSON]` }
  return { '…': start + omittedMark(json.length - start.length, 'chars of JSON') }
}
