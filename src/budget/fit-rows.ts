import { countRowTokens, countTokens, fitByBytes, fits, jsonFits, jsonOf } from './token-cost.ts'
import { codePointBoundary, omittedMark, type TruncateLimits, truncateValue } from './truncate.ts'

export { countTokens, fits }

/** Strings are cut to no less than this while rows can still be dropped instead, in characters. */
const SHORTEST_CUT = 200
/** Names of cut fields that a page reports at most. */
const MAX_NAMES = 5

/** Rows that fit, out of those offered. */
export interface FittedRows {
  rows: unknown[]
  /** How many of the offered rows these stand for; the rest belongs to the next page. */
  rowsUsed: number
  /** Names of fields in which something was cut; only names that are plain words. */
  truncatedFields: string[]
  /** Whether a single row was too large even with short strings, and lost entries inside. */
  truncatedInside: boolean
}

/**
 * Fits rows into a budget: all strings are cut to one length that is shared out over the page, then
 * rows are dropped from the end, and a first row that alone is too large is cut inside.
 */
export function fitRows(rows: readonly unknown[], maxTokens: number): FittedRows {
  const all: TruncateLimits = { chars: Number.POSITIVE_INFINITY, entries: Number.POSITIVE_INFINITY }
  const cost = () => rows.reduce<number>((sum, row) => sum + countRowTokens(row), 0)
  if (fitByBytes(rows, maxTokens) || cost() <= maxTokens)
    return { rows: [...rows], rowsUsed: rows.length, truncatedFields: [], truncatedInside: false }
  const shortest = { ...all, chars: SHORTEST_CUT }
  const rowsUsed = countFitting(rows, shortest, maxTokens)
  if (rowsUsed === 0) return fitOneRow(rows[0], maxTokens)
  const kept = rows.slice(0, rowsUsed)
  const chars = largest(
    SHORTEST_CUT,
    1 << 24,
    (chars) => countRowsTokens(kept, { ...all, chars }) <= maxTokens,
  )
  const names = new Set<string>()
  const cut = kept.map((row) => truncateValue(row, { ...all, chars }, names))
  return {
    rows: cut,
    rowsUsed,
    truncatedFields: [...names].slice(0, MAX_NAMES),
    truncatedInside: false,
  }
}

function fitOneRow(row: unknown, maxTokens: number): FittedRows {
  const names = new Set<string>()
  for (const chars of [SHORTEST_CUT, 40, 8]) {
    const holds = (entries: number) => fits(truncateValue(row, { chars, entries }), maxTokens)
    if (!holds(1)) continue
    const entries = largest(1, 1 << 20, holds)
    const rows = [truncateValue(row, { chars, entries }, names)]
    return {
      rows,
      rowsUsed: 1,
      truncatedFields: [...names].slice(0, MAX_NAMES),
      truncatedInside: true,
    }
  }
  const text = jsonOf(row)
  const start = truncateText(text ?? '', Math.max(0, maxTokens - 20)).text
  const cut = text && start + omittedMark(text.length - start.length, 'chars of JSON')
  const shown = { '…': cut ?? '[nested deeper than can be shown]' }
  return {
    rows: [fits(shown, maxTokens) ? shown : {}],
    rowsUsed: 1,
    truncatedFields: [],
    truncatedInside: true,
  }
}

/** What a row costs at least on a page: with its strings cut short. */
export function countTruncatedRowTokens(row: unknown): number {
  return countRowTokens(
    truncateValue(row, { chars: SHORTEST_CUT, entries: Number.POSITIVE_INFINITY }),
  )
}

function countFitting(rows: readonly unknown[], cut: TruncateLimits, maxTokens: number): number {
  let cost = 0
  let count = 0
  for (const row of rows) {
    cost += countRowTokens(truncateValue(row, cut))
    if (cost > maxTokens) break
    count++
  }
  return count
}

function countRowsTokens(rows: readonly unknown[], cut: TruncateLimits): number {
  return rows.reduce<number>((sum, row) => sum + countRowTokens(truncateValue(row, cut)), 0)
}

/** The largest whole number from `low` (which is known to fit) to `high` that fits. */
function largest(low: number, high: number, fits: (n: number) => boolean): number {
  let [best, above] = [low, high]
  while (above - best > Math.max(1, best >> 5)) {
    const middle = best * 4 < above ? best * 4 : (best + above) >> 1
    if (fits(middle)) best = middle
    else above = middle
  }
  return best
}

/** The longest beginning of a text that costs at most `maxTokens` inside a JSON string. */
export function truncateText(text: string, maxTokens: number): { text: string; rest: number } {
  if (countTokens(text.slice(0, maxTokens * 16)) <= maxTokens && text.length <= maxTokens * 16) {
    return { text, rest: 0 }
  }
  const end = codePointBoundary(
    text,
    largestExact(
      text.length,
      (length) => countTokens(text.slice(0, length)) <= maxTokens,
      maxTokens,
    ),
  )
  return { text: text.slice(0, end), rest: text.length - end }
}

/** As `largest`, but doubling from the budget upward so that a huge text is never priced whole. */
function largestExact(length: number, fits: (n: number) => boolean, guess: number): number {
  let above = Math.min(length, Math.max(1, guess))
  while (above < length && fits(above)) above = Math.min(length, above * 2)
  let low = 0
  while (above - low > 1) {
    const middle = (low + above) >> 1
    if (fits(middle)) low = middle
    else above = middle
  }
  return fits(above) ? above : low
}

/**
 * Builds a result around as much of its rows as fit: `wrap` gets the fitted rows and returns the
 * whole result, whose own words are paid from the same budget.
 */
export function fitPage<R>(
  rows: readonly unknown[],
  maxTokens: number,
  wrap: (fitted: FittedRows) => R,
): R {
  let tokensLeft =
    maxTokens -
    countTokens(wrap({ rows: [], rowsUsed: 0, truncatedFields: [], truncatedInside: true }))
  for (;;) {
    const result = wrap(fitRows(rows, Math.max(0, tokensLeft)))
    if (tokensLeft <= 0 || fits(result, maxTokens)) return result
    tokensLeft -= Math.max(countTokens(result) - maxTokens, 8)
  }
}

/**
 * Brings any result under the budget, as a last guard: strings are cut first, then entries.
 * @param json the result as JSON. @returns the result itself where it fits
 */
export function fitToBudget(
  result: Record<string, unknown>,
  maxTokens: number,
  json: string,
): Record<string, unknown> {
  if (jsonFits(json, maxTokens)) return result
  const [fitted] = fitRows([result], maxTokens - 2).rows
  return typeof fitted === 'object' && fitted !== null ? { ...fitted } : {}
}
