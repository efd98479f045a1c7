import type { FittedRows } from './fitted-rows.ts'
import { largestThatFits } from './largest-that-fits.ts'
import { LongStrings } from './long-strings.ts'
import { PricedEntries } from './priced-entries.ts'
import { isPruned, LongText } from './pruned.ts'
import { countAll, type RowForm } from './row-form.ts'
import { exceeds, fits, jsonOf } from './token-cost.ts'
import { omittedMark, type TruncateLimits, Truncator } from './truncate.ts'
import { truncateText } from './truncate-text.ts'

/** Strings keep at least this many characters as long as rows can be dropped instead. */
export const MIN_STRING_CHARS = 200
/** In a row that is too large alone they may keep only so many. */
const SHORTEST_CHARS = 8
const STRING_CHARS = [MIN_STRING_CHARS, 40, SHORTEST_CHARS]
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
 * Returns a function that fits a row that is too large alone, even with its strings at their shortest: they
 * are cut further, and then entries are dropped too.
 * @param most no more tokens are asked for
 */
export function oneRowFitter(
  row: unknown,
  most: number,
  form: RowForm,
): (maxTokens: number) => FittedRows {
  const shorter = shorterFitter(row, most, form)
  const fewer = STRING_CHARS.map((chars) => fewerFitter(row, chars))
  return (maxTokens) => {
    for (const limitsFor of [shorter, ...fewer]) {
      const limits = limitsFor(maxTokens)
      if (limits) return truncateRows([row], limits, true)
    }
    const shown = jsonStart(row, maxTokens)
    return {
      rows: [fits(shown, maxTokens) ? shown : {}],
      rowsUsed: 1,
      truncatedFields: [],
      truncatedInside: true,
    }
  }
}

type Fitter = (maxTokens: number) => TruncateLimits | undefined

/** Finds the length of strings with which all entries fit. */
function shorterFitter(row: unknown, most: number, form: RowForm): Fitter {
  const shortest = { chars: SHORTEST_CHARS, entries: ALL }
  const tokens = exceeds(row, most)
    ? ALL
    : countAll(form, truncateRows([row], shortest, true).rows, most)
  const strings = new LongStrings(tokens > most ? [] : [row], SHORTEST_CHARS, most)
  return (maxTokens) =>
    tokens > maxTokens
      ? undefined
      : { chars: strings.lengthFor(maxTokens - tokens, MIN_STRING_CHARS), entries: ALL }
}

/** Finds how many entries of each array and object fit. */
function fewerFitter(row: unknown, chars: number): Fitter {
  const isObject = typeof row === 'object' && row !== null && !(row instanceof LongText)
  let priced: PricedEntries | undefined
  return (maxTokens) => {
    if (!isObject) return undefined
    priced ??= new PricedEntries(row, chars)
    const cost = priced
    const holds = (entries: number) => cost.costOf(entries, maxTokens) <= maxTokens
    if (!holds(1)) return undefined
    const search = { known: 1, first: 2, growth: 2, max: 1 << 20, precision: 0 }
    return { chars, entries: largestThatFits(search, holds) }
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
