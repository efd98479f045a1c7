import type { TableInfo } from '../../../query-contract.ts'
import { type Statement, tokenAt } from '../statement.ts'

/** Syntax of another database that a statement uses. */
export interface Finding {
  /** What SQLite lacks, as it is written there. */
  name: string
  /** One or two sentences with SQLite's own form. */
  advice: string
  /** Unknown names of which SQLite complains in its place, in lower case. */
  takenFor?: readonly string[]
}

/** Looks at one token of a statement. SQLite must refuse whatever it finds. */
export type Rule = (
  statement: Statement,
  index: number,
  tables: readonly TableInfo[],
) => Finding | undefined

/** Rules by the word, in lower case, or the operator at which they look. */
export type Rules = Record<string, Rule>

/** Returns the text of a string at an index. */
export function stringAt(statement: Statement, index: number): string | undefined {
  const token = tokenAt(statement, index)
  return token?.kind === 'string' ? token.value : undefined
}

/** Returns the name at an index, as SQLite reads it. */
export function nameAt(statement: Statement, index: number): string | undefined {
  const token = tokenAt(statement, index)
  if (token?.kind === 'name') return token.value
  return token?.kind === 'word' ? token.text : undefined
}
