import { LongText } from '../../../src/budget/pruned.ts'
import { columnType, KIND } from '../../../src/query/column-types.ts'
import { isHidden, MAX_FIELD_COLUMNS, nameColumns } from '../../../src/query/columns.ts'
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
  /** All `KIND` of its values. */
  kinds: number
  example: unknown
}

function newColumn(): Observed {
  return { kinds: 0, example: undefined }
}

function observe(column: Observed | undefined, value: unknown): void {
  if (!column) return
  column.kinds |= kindOf(value)
  if (value !== '') column.example ??= value instanceof LongText ? value.start : value
}

function kindOf(value: unknown): number {
  if (typeof value === 'string' || value instanceof LongText) return KIND.text
  if (typeof value === 'boolean') return KIND.boolean
  if (typeof value === 'number') return Number.isSafeInteger(value) ? KIND.integer : KIND.real
  return KIND.json
}
