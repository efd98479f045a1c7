import { countRowTokens, countShortestTokens, fitByBytes } from './row-tokens.ts'

/** How the rows of a page are shown, and what they take so. */
export interface RowForm {
  /**
   * Returns a function that counts the tokens of the rows that it was given so far, row after row.
   * @param most a row of more tokens is not counted to its end: it is infinitely large
   */
  counter(most?: number): (row: unknown) => number
  /** Returns such a function that counts rows with their strings at their shortest. */
  shortestCounter(most: number): (row: unknown) => number
  /** Returns whether rows are so small that they take at most `maxTokens` tokens, without counting large ones. */
  areSmall(rows: readonly unknown[], maxTokens: number): boolean
  /** Returns whether rows take at most `maxTokens` tokens. */
  fits(rows: readonly unknown[], maxTokens: number): boolean
}

/** Each row is a JSON value of its own, with the names of its fields. */
export const OBJECTS: RowForm = {
  counter(most) {
    let tokens = 0
    return (row) => (tokens += countRowTokens(row, most))
  },
  shortestCounter(most) {
    let tokens = 0
    return (row) => (tokens += countShortestTokens(row, most))
  },
  areSmall: fitByBytes,
  fits(rows, maxTokens) {
    return fitByBytes(rows, maxTokens) || countAll(OBJECTS, rows, maxTokens) <= maxTokens
  },
}

/**
 * Counts the tokens of rows in a form.
 * @param most rows of more tokens together are not counted to their end
 */
export function countAll(form: RowForm, rows: readonly unknown[], most?: number): number {
  const count = form.counter(most)
  let tokens = 0
  for (const row of rows) {
    tokens = count(row)
    if (most !== undefined && tokens > most) break
  }
  return tokens
}
