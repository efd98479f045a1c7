import { KnownTokens } from './known-tokens.ts'
import { shortestRow } from './shortest-row.ts'
import { countTokens, fits, jsonOf } from './token-cost.ts'
import { MAX_DEPTH } from './truncate.ts'

const ALL = Number.POSITIVE_INFINITY

/** What rows take as they are, and with their strings at their shortest. */
const rowTokens = new KnownTokens()
const shortestTokens = new KnownTokens()

/**
 * Counts the tokens of a row, which must not change any more, and of a comma.
 * @param most as in `countTokens`
 */
export function countRowTokens(row: unknown, most?: number): number {
  return rowTokens.ofOrCount(row, () => countTokens(row, most) + 1)
}

/**
 * Counts the tokens of a row with its strings at their shortest, and of a comma: the fewest it can take on a page.
 * @param most a row of more is not shortened: it takes infinitely many
 */
export function countShortestTokens(row: unknown, most: number): number {
  return shortestTokens.ofOrCount(row, () =>
    exceeds(row, most) ? ALL : countTokens(shortestRow(row), most) + 1,
  )
}

/** Remembers how many tokens a row takes at most, with a comma; nothing if it was not counted to its end. */
export function rememberRowTokens(row: unknown, tokens: number): void {
  rowTokens.note(row, tokens)
}

/** Rows that have more texts, numbers and names than this. */
const tooLarge = new WeakMap<object, number>()

/**
 * Returns whether a row takes more tokens for sure: no text, number or name takes less than one. It goes no further.
 * @param ofText what a text takes at most, however long it is
 */
export function exceeds(row: unknown, maxTokens: number, ofText = 1): boolean {
  if (typeof row !== 'object' || row === null) return false
  if ((tooLarge.get(row) ?? -1) >= maxTokens) return true
  let left = maxTokens
  const walk = (one: unknown, depth: number): void => {
    if (typeof one === 'string') left -= Math.max(1, Math.min(one.length, ofText))
    else if (typeof one !== 'object' || one === null) left--
    else if (depth > MAX_DEPTH) return
    else if (Array.isArray(one))
      for (let i = 0; i < one.length && left >= 0; i++) walk(one[i], depth + 1)
    else walkFields(Object(one), depth)
  }
  const walkFields = (fields: Readonly<Record<string, unknown>>, depth: number): void => {
    for (const name of Object.keys(fields)) {
      if (--left < 0) return
      walk(fields[name], depth + 1)
    }
  }
  walk(row, 0)
  if (left < 0 && ofText === 1) tooLarge.set(row, maxTokens)
  return left < 0
}

/** Returns whether rows have fewer bytes than the budget has tokens, so that they fit for sure. */
export function fitByBytes(rows: readonly unknown[], maxTokens: number): boolean {
  let left = maxTokens
  return rows.every((row) => {
    const json = exceeds(row, left, left + 1) ? undefined : jsonOf(row)
    if (json === undefined) return false
    left -= Buffer.byteLength(json) + 1
    return left >= 0
  })
}

/** Returns whether a page fits. The rows of its lists are not read again if their tokens are known. */
export function pageFits(page: unknown, maxTokens: number): boolean {
  const { rest, tokens } = withoutKnownRows(page)
  // The parts may take more than the whole.
  return fits(rest, maxTokens - tokens) || (tokens > 0 && fits(page, maxTokens))
}

/** Returns by how many tokens a page is too large; 0 if it fits. */
export function excessOf(page: unknown, maxTokens: number): number {
  return pageFits(page, maxTokens) ? 0 : countTokens(page) - maxTokens
}

/** Returns a page without the rows of its lists whose tokens are known, and what those take together. */
function withoutKnownRows(page: unknown): { rest: unknown; tokens: number } {
  if (typeof page !== 'object' || page === null) return { rest: page, tokens: 0 }
  let tokens = 0
  const isUnknown = (row: unknown) => {
    const known = rowTokens.of(row)
    tokens += known ?? 0
    return known === undefined
  }
  const rest = Object.entries(page).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.filter(isUnknown) : value,
  ])
  return { rest: Object.fromEntries(rest), tokens }
}
