import type { Cell } from '../../../src/query/query-contract.ts'

/** The rows of an answer: the names of its columns, and their values in batches. */
export interface RowBatches {
  columns: readonly string[]
  /** For each column, whether its texts are JSON, which formats that have objects write as such. */
  isJson: readonly boolean[]
  batches: AsyncIterable<readonly (readonly Cell[])[]>
  /** A name for the whole, for titles. */
  label: string
}
