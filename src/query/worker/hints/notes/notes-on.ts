import { shorten } from '../../../../shared/quote.ts'
import type { TableInfo } from '../../../query-contract.ts'
import { readStatement } from '../statement.ts'
import { MAX_TOKENS } from '../tokens.ts'
import { type ColumnUse, columnUses } from './column-uses.ts'
import { findComparisons } from './comparisons.ts'
import { countOnce } from './count.ts'
import { textSums } from './date-arithmetic.ts'
import { divisionNotes } from './divisions.ts'
import { jsonPathNotes } from './json-paths.ts'
import { leftOutNotes } from './left-out.ts'
import { numberKindNotes, unreadTimeNotes } from './number-times.ts'
import { formNotes, kindNotes } from './odd-forms.ts'
import { tableNotes } from './table-notes.ts'
import { textNumberNotes } from './text-numbers.ts'
import { textTimeNotes } from './text-times.ts'
import { truthNotes } from './truths.ts'
import { ungroupedNotes } from './ungrouped.ts'
import { unreadNotes } from './unread-numbers.ts'

/** Notes of one statement at most, and characters of one. */
const MAX_NOTES = 6
const MAX_NOTE_CHARS = 500

/**
 * Returns sentences about what a statement compares, casts or divides, where SQLite answers without a word and
 * the truth is another. What cannot be told from the text of the statement gets no note.
 * @param count answers one `SELECT count(*) …`; if it throws, the note that needs it is left out
 */
export function notesOn(
  sql: string,
  tables: readonly TableInfo[],
  count: (sql: string) => number,
): string[] {
  const statement = readStatement(sql)
  // What its end says may make a note wrong.
  if (statement.tokens.length >= MAX_TOKENS) return []
  const uses = columnUses(statement, tables)
  const comparisons = findComparisons(statement, uses)
  const counted = countOnce(count)
  const sums = textSums(statement, uses, counted)
  const isInSum = ({ start }: ColumnUse) =>
    sums.some((sum) => sum.start <= start && start <= sum.end)
  const notes = [
    ...sums.map(({ note }) => note),
    ...truthNotes(statement, uses, counted),
    ...textNumberNotes(
      statement,
      uses.filter((use) => !isInSum(use)),
      comparisons,
      counted,
    ),
    ...textTimeNotes(comparisons, counted),
    ...kindNotes(comparisons),
    ...numberKindNotes(comparisons, counted),
    ...jsonPathNotes(statement, uses, counted),
    ...unreadNotes(statement, uses, counted),
    ...unreadTimeNotes(statement, uses, counted),
    ...divisionNotes(statement, uses),
    ...formNotes(statement, tables, uses),
    ...ungroupedNotes(statement, uses),
    ...leftOutNotes(statement, tables, comparisons, counted),
    ...tableNotes(statement, tables),
  ]
  return [...new Set(notes)].slice(0, MAX_NOTES).map((note) => shorten(note, MAX_NOTE_CHARS))
}
