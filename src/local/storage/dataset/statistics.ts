import type { Item } from '../item-log/item.ts'
import type { Dataset } from './dataset.ts'

/** The API's statistics of one field. */
interface FieldStatistics {
  /** The least number in it; null if it has no numbers. */
  min: number | null
  max: number | null
  nullCount: number
  /** How many values are an empty text, array or object. */
  emptyCount: number
}

/** Reads all items of a dataset and returns the statistics of each field, up to `MAX_FIELDS`. */
export async function computeStatistics(
  dataset: Dataset,
): Promise<Record<string, FieldStatistics>> {
  const fields = new Map<string, FieldStatistics>()
  for await (const block of dataset.read({ from: 0, to: dataset.itemCount, desc: false })) {
    for (const text of block) {
      const item: Item = JSON.parse(text)
      for (const [name, value] of Object.entries(item)) count(fields, name, value)
    }
  }
  return Object.fromEntries(fields)
}

/**
 * As many as a table may have columns. Items that use keys as field names have no limit of their
 * own.
 */
const MAX_FIELDS = 2000

function count(fields: Map<string, FieldStatistics>, name: string, value: unknown): void {
  const known = fields.get(name)
  if (!known && fields.size >= MAX_FIELDS) return
  const field = known ?? { min: null, max: null, nullCount: 0, emptyCount: 0 }
  fields.set(name, field)
  if (value === null) field.nullCount += 1
  else if (typeof value === 'number') {
    field.min = Math.min(field.min ?? value, value)
    field.max = Math.max(field.max ?? value, value)
  } else if (isEmpty(value)) field.emptyCount += 1
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0
  return value === ''
}
