import { isHidden } from '../../../src/query/columns.ts'
import { fieldName, shortValue } from '../text/one-line.ts'
import type { Sample } from '../text/sample-fields.ts'
import { exampleQuery } from './example-query.ts'
import { sqlColumns } from './sql-columns.ts'

/** Longer names are cut, and longer values, in characters. */
const MAX_NAME_CHARS = 100
const MAX_EXAMPLE_CHARS = 40

/** A field as `get_dataset` shows it. */
interface SqlField {
  name: string
  /** JSON types of its values. */
  type: string
  filled: number
  /** Its name in SQL, if that differs from the name as it is shown. */
  column?: string
  /** Of its column; a field that has none has no type. */
  sqlType?: string
  example?: unknown
}

/** Describes the fields of a sample as columns of `query_dataset`, with a statement that works. */
export function sqlFields({ items, fields }: Sample) {
  const columns = sqlColumns(
    items,
    fields.map(({ name }) => name),
  )
  const shown = fields.map(({ name, type, filled }): SqlField => {
    const field = { name: fieldName(name, MAX_NAME_CHARS), type, filled }
    const column = columns.get(name)
    if (!column) return field
    return {
      ...field,
      ...(column.name !== field.name && { column: column.name }),
      sqlType: column.type,
      ...(column.example !== undefined && {
        example: shortValue(column.example, MAX_EXAMPLE_CHARS),
      }),
    }
  })
  const hasHidden = fields.some(({ name }) => isHidden(name))
  return {
    fields: shown,
    query: exampleQuery(items, columns),
    hiddenNote: hasHidden
      ? 'Fields without `sqlType` are columns only if `fields` of `query_dataset` names them.'
      : undefined,
  }
}

/** Returns a field as it is shown if there is no room for values. */
export function withoutExample({ example: _, ...field }: SqlField): SqlField {
  return field
}
