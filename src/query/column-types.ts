import type { ColumnType } from './query-contract.ts'

/** Kinds of values. Those that a column holds are added up to one number. */
export const KIND = {
  integer: 1,
  real: 2,
  text: 4,
  boolean: 8,
  json: 16,
  /** An integer that a `REAL` would round. */
  largeInteger: 32,
  /** A number that SQLite cannot hold, as text. */
  numberText: 64,
} as const

const TYPES = new Map<number, ColumnType>([
  [0, 'TEXT'],
  [KIND.integer, 'INTEGER'],
  [KIND.real, 'REAL'],
  [KIND.integer | KIND.real, 'REAL'],
  [KIND.text, 'TEXT'],
  [KIND.boolean, 'BOOLEAN'],
  [KIND.json, 'JSON'],
])

/** The types as the table declares them. */
const DECLARED: Record<ColumnType, string> = {
  INTEGER: 'INTEGER',
  // An integer of such a column is read as a fraction, however it is stored.
  REAL: 'REAL',
  TEXT: 'TEXT',
  BOOLEAN: 'BOOLEAN',
  // Without the second word, comparisons would take the other side for a number.
  JSON: 'JSON TEXT',
  // A column without a type compares its values as they are.
  MIXED: '',
}

/** Returns the type of a column that holds values of these kinds. A column without values is `TEXT`. */
export function columnType(kinds: number): ColumnType {
  const plain = kinds & ~(KIND.largeInteger | KIND.numberText)
  return TYPES.get(plain) ?? 'MIXED'
}

/** Returns what stands behind a column's name in `CREATE TABLE`. */
export function declaredType(type: ColumnType): string {
  return DECLARED[type]
}

/**
 * Returns whether a column has integers to turn into fractions: `5/2` must not be 2 in some rows and 2.5
 * in others. The type `REAL` does it by itself.
 */
export function needsFractions(kinds: number): boolean {
  const both = KIND.integer | KIND.real
  return columnType(kinds) === 'MIXED' && (kinds & both) === both
}

/** Returns whether the type of a column rounds some of its integers. */
export function roundsIntegers(kinds: number): boolean {
  return (kinds & KIND.largeInteger) !== 0 && (kinds & KIND.real) !== 0
}
