import { fitOneRow, truncateRows } from './fit-one-row.ts'
import type { FittedRows } from './fitted-rows.ts'
import { LongStrings } from './long-strings.ts'
import { isPruned } from './pruned.ts'
import { countAll, OBJECTS, type RowForm } from './row-form.ts'
import { countShortestTokens, excessOf, pageFits, rememberRowTokens } from './row-tokens.ts'
import { MIN_STRING_CHARS } from './shortest-row.ts'
import { countTokens, hasFewerBytes } from './token-cost.ts'

const ALL = Number.POSITIVE_INFINITY

/**
 * Fits rows into a budget. Rows are dropped from the end until the others fit with short strings, then
 * all strings get the largest common length that fits. If the first row alone is too large, its
 * entries are dropped too.
 * @param form how the rows are shown; those that are returned do not have it yet
 */
export function fitRows(
  rows: readonly unknown[],
  maxTokens: number,
  form: RowForm = OBJECTS,
): FittedRows {
  return fitUntil(rows, maxTokens, form, ({ rows: shown }) => countAll(form, shown) - maxTokens)
}

/**
 * Prices each row once. How many are shown, and how much of them, is found in numbers; what is shown is built once,
 * and again for fewer tokens if it is too large after all.
 * @param excess returns by how many tokens rows are too large: what strings cost is known to some tokens only
 */
function fitUntil(
  rows: readonly unknown[],
  maxTokens: number,
  form: RowForm,
  excess: (fitted: FittedRows) => number,
): FittedRows {
  let room = Math.max(0, maxTokens)
  for (let tries = 1; ; tries++) {
    const fitted = fitInto(rows, room, form)
    const over = excess(fitted)
    if (over <= 0 || room === 0) return fitted
    room = Math.max(0, room - over * tries)
  }
}

function fitInto(rows: readonly unknown[], maxTokens: number, form: RowForm): FittedRows {
  // What is missing inside a row is marked only when the row is truncated.
  if (!rows.some(isPruned) && form.areSmall(rows, maxTokens))
    return { rows: [...rows], rowsUsed: rows.length, truncatedFields: [], truncatedInside: false }
  const { rowsUsed, tokens } = countFitting(rows, maxTokens, form)
  if (rowsUsed === 0 && rows.length > 0) return fitOneRow(rows[0], maxTokens, form)
  const strings = new LongStrings(rows.slice(0, rowsUsed), MIN_STRING_CHARS, maxTokens - tokens)
  const chars = strings.lengthFor(maxTokens - tokens)
  const fitted = truncateRows(strings.rows, { chars, entries: ALL }, false)
  if (form === OBJECTS)
    for (const [at, row] of fitted.rows.entries())
      rememberRowTokens(row, countShortestTokens(rows[at], maxTokens) + strings.costOf(at, chars))
  return fitted
}

/** Counts how many rows fit, from the first on, with their strings at their shortest, and what they take. */
function countFitting(
  rows: readonly unknown[],
  maxTokens: number,
  form: RowForm,
): { rowsUsed: number; tokens: number } {
  const count = form.shortestCounter(maxTokens)
  let tokens = 0
  for (const [rowsUsed, row] of rows.entries()) {
    const counted = count(row)
    if (counted > maxTokens) return { rowsUsed, tokens }
    tokens = counted
  }
  return { rowsUsed: rows.length, tokens }
}

/**
 * Builds a result with as many rows as fit.
 * @param wrap gets the fitted rows and returns the whole result, all of which counts against the budget
 * @param form how `wrap` shows the rows
 */
export function fitPage<R>(
  rows: readonly unknown[],
  maxTokens: number,
  wrap: (fitted: FittedRows) => R,
  form: RowForm = OBJECTS,
): R {
  let result = wrap({ rows: [], rowsUsed: 0, truncatedFields: [], truncatedInside: true })
  fitUntil(rows, maxTokens - countTokens(result), form, (fitted) => {
    result = wrap(fitted)
    const excess = excessOf(result, maxTokens)
    return excess > 0 ? Math.max(8, excess) : 0
  })
  return result
}

/**
 * Brings any result under the budget, as a last guard: strings are truncated first, then entries.
 * @param json the result as JSON
 * @returns the result itself if it fits
 */
export function fitToBudget(
  result: Record<string, unknown>,
  maxTokens: number,
  json: string,
): Record<string, unknown> {
  if (hasFewerBytes(json, maxTokens) || pageFits(result, maxTokens)) return result
  const [fitted] = fitRows([result], maxTokens - 2).rows
  return typeof fitted === 'object' && fitted !== null ? { ...fitted } : {}
}
