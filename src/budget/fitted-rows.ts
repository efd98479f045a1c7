/** The rows that fit, out of those offered. */
export interface FittedRows {
  rows: unknown[]
  /** How many of the offered rows these are; the others belong to the next page. */
  rowsUsed: number
  /** Names of truncated fields; '' stands for names that are not plain words. */
  truncatedFields: string[]
  /** Whether a single row was too large even with short strings, so entries were dropped too. */
  truncatedInside: boolean
}
