import type { TableInfo } from '../../../query-contract.ts'
import { nameAt } from '../dialect/rule.ts'
import { is, type Statement } from '../statement.ts'

/** Returns what is to be said about the columns that a statement asks for, by a name or by `*`. */
export function tableNotes(statement: Statement, tables: readonly TableInfo[]): string[] {
  const named = new Set(statement.tokens.map((_, i) => nameAt(statement, i)))
  const hasStar = statement.tokens.some(
    (_, i) => is(statement, i, '*') && is(statement, i - 1, 'select', 'distinct', 'all', ',', '.'),
  )
  return tables.flatMap(({ columnNotes = [] }) =>
    columnNotes
      .filter(({ names }) => hasStar || names.some((name) => named.has(name)))
      .map(({ text }) => text),
  )
}
