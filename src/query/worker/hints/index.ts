import type { QueryFailure, TableInfo } from '../../query-contract.ts'

/** Returns a statement without the Markdown fence around it. */
export function cleanStatement(sql: string): string {
  return sql
}

/** Explains why a statement is wrong. */
export function explainFailure(_sql: string, message: string, _tables: TableInfo[]): QueryFailure {
  return { happened: `The statement is wrong: ${message}.`, remedy: 'Write one SELECT.' }
}

/** Explains that a statement has parameters, which nobody fills. */
export function explainParameters(
  _sql: string,
  names: string[],
  _tables: TableInfo[],
): QueryFailure {
  return { happened: `The statement has parameters: ${names.join(', ')}.`, remedy: 'Quote them.' }
}

/** Returns sentences about what a statement compares or casts. */
export function notesOn(
  _sql: string,
  _tables: TableInfo[],
  _count: (sql: string) => number,
): string[] {
  return []
}

/** Explains that there is a second statement. */
export function explainSecondStatement(rest: string): QueryFailure {
  return { happened: `There is a second statement: ${rest}.`, remedy: 'Ask them one by one.' }
}
