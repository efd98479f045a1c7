import type { TableInfo } from '../../query-contract.ts'

export { cleanStatement } from './clean-statement.ts'
export { explainFailure } from './explain-failure.ts'
export { explainSecondStatement } from './explain-kind.ts'
export { explainParameters } from './explain-parameters.ts'

/** Returns sentences about what a statement compares or casts. */
export function notesOn(
  _sql: string,
  _tables: TableInfo[],
  _count: (sql: string) => number,
): string[] {
  return []
}
