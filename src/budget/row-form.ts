import { countRowTokens, fitByBytes, fits } from './token-cost.ts'

/** How the rows of a page are shown, and what they take so. */
export interface RowForm {
  /** Returns a function that counts the tokens of the rows that it was given so far, row after row. */
  counter(): (row: unknown) => number
  /** Returns whether rows take at most `maxTokens` tokens. */
  fits(rows: readonly unknown[], maxTokens: number): boolean
  /** Returns whether one row takes at most `maxTokens` tokens alone. */
  holds(row: unknown, maxTokens: number): boolean
}

/** Each row is a JSON value of its own, with the names of its fields. */
export const OBJECTS: RowForm = {
  counter() {
    let tokens = 0
    return (row) => (tokens += countRowTokens(row))
  },
  fits(rows, maxTokens) {
    return fitByBytes(rows, maxTokens) || countAll(OBJECTS, rows) <= maxTokens
  },
  holds: fits,
}

/** Counts the tokens of rows in a form. */
export function countAll(form: RowForm, rows: readonly unknown[]): number {
  const count = form.counter()
  return rows.reduce<number>((_, row) => count(row), 0)
}
