import type { FittedRows } from './fitted-rows.ts'
import { largestThatFits } from './largest-that-fits.ts'
import { LongStrings } from './long-strings.ts'
import { PricedEntries } from './priced-entries.ts'
import { hasOmitted, isPruned, LongText } from './pruned.ts'
import { countAll, type RowForm } from './row-form.ts'
import { exceeds } from './row-tokens.ts'
import { MIN_STRING_CHARS } from './shortest-row.ts'
import { fits, jsonOf } from './token-cost.ts'
import { omittedMark, type TruncateLimits, Truncator, truncateValue } from './truncate.ts'
import { truncateText } from './truncate-text.ts'

/** In a row that is too large alone they may keep only so many. */
const SHORTEST_CHARS = 8
const STRING_CHARS = [MIN_STRING_CHARS, 40, SHORTEST_CHARS]
/** No row has more entries in one array or object that fit. */
const MAX_ENTRIES = 1 << 20
/** A page names at most this many truncated fields. */
const MAX_NAMES = 5
const ALL = Number.POSITIVE_INFINITY

/** Returns rows truncated to limits. */
export function truncateRows(
  rows: readonly unknown[],
  limits: TruncateLimits,
  truncatedInside: boolean,
): FittedRows {
  const truncator = new Truncator(limits)
  return {
    rows: rows.map((row) => truncator.truncate(row)),
    rowsUsed: rows.length,
    truncatedFields: [...truncator.fields].slice(0, MAX_NAMES),
    truncatedInside,
  }
}

/**
 * Fits a row that is too large alone, even with its strings at their shortest: they are cut further, and then entries
 * are dropped too.
 */
export function fitOneRow(row: unknown, maxTokens: number, form: RowForm): FittedRows {
  const limits = shorterStrings(row, maxTokens, form) ?? fewerEntries(row, maxTokens)
  if (limits) return truncateRows([row], limits, true)
  const shown = jsonStart(row, maxTokens)
  return {
    rows: [fits(shown, maxTokens) ? shown : {}],
    rowsUsed: 1,
    truncatedFields: [],
    truncatedInside: true,
  }
}

/** Finds the length of strings at which all entries fit; undefined if there is none. */
function shorterStrings(
  row: unknown,
  maxTokens: number,
  form: RowForm,
): TruncateLimits | undefined {
  // Entries are missing already, and a count of the others would take as long as to fit fewer.
  if (exceeds(row, maxTokens) || (isPruned(row) && hasOmitted(row))) return undefined
  const shortest = truncateValue(row, { chars: SHORTEST_CHARS, entries: ALL })
  const left = maxTokens - countAll(form, [shortest], maxTokens)
  if (left < 0) return undefined
  const strings = new LongStrings([row], SHORTEST_CHARS, left)
  return { chars: strings.lengthFor(left, MIN_STRING_CHARS), entries: ALL }
}

/** Finds how many entries of each array and object fit, with strings as long as one entry allows. */
function fewerEntries(row: unknown, maxTokens: number): TruncateLimits | undefined {
  if (typeof row !== 'object' || row === null || row instanceof LongText) return undefined
  for (const chars of STRING_CHARS) {
    const priced = new PricedEntries(row, chars)
    const holds = (entries: number) => priced.costOf(entries, maxTokens) <= maxTokens
    const search = { known: 1, first: 2, growth: 2, max: MAX_ENTRIES, precision: 0 }
    if (holds(1)) return { chars, entries: largestThatFits(search, holds) }
  }
  return undefined
}

/** Returns the beginning of a row's JSON as text, for a row that is too large even when truncated. */
function jsonStart(row: unknown, maxTokens: number): { '…': string } {
  const json = jsonOf(row)
  if (!json) return { '…': json ?? '[nested deeper than can be shown]' }
  const start = truncateText(json, Math.max(0, maxTokens - 20)).text
  if (isPruned(row)) return { '…': `${start}… [more JSON]` }
  return { '…': start + omittedMark(json.length - start.length, 'chars of JSON') }
}
