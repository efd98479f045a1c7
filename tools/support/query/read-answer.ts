import { LongText, notePruned } from '../../../src/budget/pruned.ts'
import { countShortestTokens } from '../../../src/budget/row-tokens.ts'
import { MAX_CHARS_PER_TOKEN } from '../../../src/budget/token-cost.ts'
import type { Answer, BatchSize, Cell } from '../../../src/query/query-contract.ts'

/** A page reads no more than this many characters of values. */
const MAX_PAGE_CHARS = 1_000_000

/** How much of an answer a page shows. */
interface PageSize {
  limit: number
  maxTokens: number
}

/** The first rows of an answer. */
export interface ReadAnswer {
  rows: unknown[][]
  /** Whether there are no others. */
  isAll: boolean
}

/** Returns how much of one text a page can show at most, in characters. */
export function maxCellChars(maxTokens: number): number {
  return maxTokens * MAX_CHARS_PER_TOKEN
}

/** Returns how much of an answer is read at a time, so that little is read beyond what a page can show. */
export function pageBatch({ limit, maxTokens }: PageSize): BatchSize {
  return { maxRows: limit, maxChars: maxCellChars(maxTokens) }
}

/** Steps through the rows of an answer until there are `limit` or the budget is full, and hardly further. */
export async function readAnswer(
  answer: Pick<Answer, 'read'>,
  { limit, maxTokens }: PageSize,
): Promise<ReadAnswer> {
  const maxChars = maxCellChars(maxTokens)
  const rows: unknown[][] = []
  let tokens = 0
  let chars = 0
  let isDone = false
  while (!isDone && rows.length < limit && tokens <= maxTokens && chars < MAX_PAGE_CHARS) {
    const read = await answer.read()
    for (const cells of read.rows) {
      const row = shownRow(cells, maxChars)
      rows.push(row)
      tokens += countShortestTokens(row, maxTokens)
      chars += cells.reduce<number>((sum, cell) => sum + sizeOf(cell), 0)
    }
    isDone = read.done
  }
  return { rows: rows.slice(0, limit), isAll: isDone && rows.length <= limit }
}

function sizeOf(cell: Cell): number {
  return typeof cell === 'string' ? cell.length : 1
}

/** The mark that the engine puts behind the beginning of a longer text. */
const CUT = /… \[\+(\d+) chars\]$/

/** Returns a row as JSON can show it: an integer beyond 2^53 by its digits, a text that was cut with its length. */
function shownRow(cells: readonly Cell[], maxChars: number): unknown[] {
  // No text of a shorter row is cut: what looks like the mark is its own.
  const mayBeCut = cells.reduce<number>((sum, cell) => sum + sizeOf(cell), 0) > maxChars
  const row = cells.map((cell) => {
    if (typeof cell === 'bigint') return String(cell)
    const cut = typeof cell === 'string' && mayBeCut ? CUT.exec(cell) : null
    if (!cut) return cell
    const start = cut.input.slice(0, cut.index)
    return new LongText(start, start.length + Number(cut[1]))
  })
  return row.some((cell) => cell instanceof LongText) ? notePruned(row) : row
}
