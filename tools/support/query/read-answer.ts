import { countTruncatedRowTokens } from '../../../src/budget/fit-rows.ts'
import { LongText, notePruned } from '../../../src/budget/pruned.ts'
import { MAX_CHARS_PER_TOKEN } from '../../../src/budget/token-cost.ts'
import type { Answer, Cell } from '../../../src/query/query-contract.ts'

/** A page reads no more than this many characters of values. */
const MAX_PAGE_CHARS = 1_000_000

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

/** Steps through the rows of an answer until there are `limit` or the budget is full, and no further. */
export async function readAnswer(
  answer: Pick<Answer, 'read'>,
  { limit, maxTokens }: { limit: number; maxTokens: number },
): Promise<ReadAnswer> {
  const maxChars = maxCellChars(maxTokens)
  const rows: unknown[][] = []
  let tokens = 0
  let chars = 0
  let isAll = false
  while (!isAll && rows.length < limit && tokens <= maxTokens && chars < MAX_PAGE_CHARS) {
    const read = await answer.read({ maxRows: limit - rows.length, maxChars })
    for (const cells of read.rows) {
      const row = shownRow(cells, maxChars)
      rows.push(row)
      tokens += countTruncatedRowTokens(row)
      chars += cells.reduce<number>((sum, cell) => sum + sizeOf(cell), 0)
    }
    isAll = read.done
  }
  return { rows, isAll }
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
