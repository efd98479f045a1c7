import type { GetDatasetResult } from '../shared/results.ts'
import { isRecord, numberOf, textOf } from '../shared/values.ts'

/** A field of the rows, as `get_dataset` describes it. */
export interface Field {
  name: string
  /** The JSON types of its values. */
  type: string
  /** The type of its column in SQL; undefined if it has none. */
  sqlType: string | undefined
  /** Its name in SQL, if that is another. */
  column: string | undefined
  /** The share of rows that have a value, from 0 to 1. */
  filled: number | undefined
  example: unknown
}

/** Reads the fields of a result. What has no name is left out. */
export function fieldsOf({ fields = [] }: Pick<GetDatasetResult, 'fields'>): Field[] {
  return fields.flatMap((field) => {
    if (!isRecord(field) || typeof field.name !== 'string') return []
    return {
      name: field.name,
      type: textOf(field.type) ?? '',
      sqlType: textOf(field.sqlType),
      column: textOf(field.column),
      filled: numberOf(field.filled),
      example: field.example,
    }
  })
}
