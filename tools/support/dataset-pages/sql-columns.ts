import { LongText } from '../../../src/budget/pruned.ts'
import { MAX_FIELD_COLUMNS, nameColumns } from '../../../src/query/columns.ts'
import type { ColumnType } from '../../../src/query/query-contract.ts'
import { isObject } from '../../../src/shared/json.ts'

/** A field as a column of `query_dataset`. */
export interface SqlColumn {
  name: string
  /** By the rows of a sample; other rows may make it `MIXED` or `REAL`. */
  type: ColumnType
  /** Its first value that is not empty; undefined if it has none. */
  example: unknown
}

type Kind = 'integer' | 'real' | 'text' | 'boolean' | 'json'

const TYPES: Record<Kind, ColumnType> = {
  integer: 'INTEGER',
  real: 'REAL',
  text: 'TEXT',
  boolean: 'BOOLEAN',
  json: 'JSON',
}

/**
 * Returns the columns that hold the fields of rows, by the names of the fields. A hidden field (`#…`) and one
 * beyond the last column have none.
 */
export function sqlColumns(
  rows: readonly unknown[],
  fields: readonly string[],
): Map<string, SqlColumn> {
  const shown = fields.filter((field) => !isHidden(field)).slice(0, MAX_FIELD_COLUMNS)
  const names = nameColumns(shown)
  const seen = new Map(shown.map((field) => [field, newColumn()]))
  for (const row of rows) {
    for (const [field, value] of isObject(row) ? Object.entries(row) : [])
      if (value !== null) observe(seen.get(field), value)
  }
  return new Map(
    [...seen].map(([field, { kinds, example }], i) => [
      field,
      { name: names[i] ?? field, type: columnType(kinds), example },
    ]),
  )
}

interface Observed {
  kinds: Set<Kind>
  example: unknown
}

function newColumn(): Observed {
  return { kinds: new Set(), example: undefined }
}

function observe(column: Observed | undefined, value: unknown): void {
  if (!column) return
  column.kinds.add(kindOf(value))
  if (value !== '') column.example ??= value instanceof LongText ? value.start : value
}

/** Returns whether a query loads a field only if `fields` names it. */
export function isHidden(field: string): boolean {
  return field.startsWith('#')
}

function columnType(kinds: ReadonlySet<Kind>): ColumnType {
  const [kind = 'text', ...others] = [...kinds].filter(
    (one) => one !== 'integer' || !kinds.has('real'),
  )
  return others.length > 0 ? 'MIXED' : TYPES[kind]
}

function kindOf(value: unknown): Kind {
  if (typeof value === 'string' || value instanceof LongText) return 'text'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'real'
  return 'json'
}
