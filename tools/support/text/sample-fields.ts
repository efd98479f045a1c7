import { LongText } from '../../../src/budget/pruned.ts'

/** Most rows that a sample reads. */
export const MAX_SAMPLE_ROWS = 100
/** A sample stops after this many bytes of rows. */
const MAX_SAMPLE_BYTES = 1_000_000
/** Most fields that a sample tells apart; rows with more use keys as values. */
const MAX_FIELDS = 10_000

interface SampledField {
  name: string
  /** JSON types of its values, such as `string or array`; `null` if it never has a value. */
  type: string
  /** The share of rows in which it has a value, from 0 to 1. */
  filled: number
}

export interface Sample {
  /** How many rows were read. */
  rows: number
  /** The rows themselves, which may have less than the dataset: what is too long is cut. */
  items: unknown[]
  fields: SampledField[]
  /** The first row that is not empty, or else the first row. */
  row: unknown
}

type Row = { row: unknown; bytes: number }

/** Reads the first rows of a dataset and describes their fields. */
export async function sampleRows(source: AsyncIterable<Row> | Iterable<Row>): Promise<Sample> {
  const stats = new FieldStats()
  const items: unknown[] = []
  let bytes = 0
  for await (const { row, bytes: size } of source) {
    stats.observe(row)
    items.push(row)
    bytes += size
    if (stats.rows === MAX_SAMPLE_ROWS || bytes > MAX_SAMPLE_BYTES) break
  }
  return { rows: stats.rows, items, fields: stats.fields(), row: stats.exampleRow }
}

/** Collects the fields of rows, one row at a time. */
class FieldStats {
  rows = 0
  exampleRow: unknown
  private readonly seen = new Map<string, { types: Set<string>; filled: number }>()

  observe(row: unknown): void {
    const entries = isObject(row) ? Object.entries(row) : []
    const isBetterExample = isEmptyObject(this.exampleRow) && entries.length > 0
    if (this.rows === 0 || isBetterExample) this.exampleRow = row
    this.rows++
    for (const [name, value] of entries) this.observeField(name, value)
  }

  /** Returns the fields in the order of their first appearance. */
  fields(): SampledField[] {
    return [...this.seen].map(([name, { types, filled }]) => ({
      name,
      type: typeNames(types),
      filled: Math.round((filled / this.rows) * 100) / 100,
    }))
  }

  private observeField(name: string, value: unknown): void {
    const field = this.seen.get(name) ?? { types: new Set<string>(), filled: 0 }
    if (this.seen.size < MAX_FIELDS) this.seen.set(name, field)
    if (value === null || value === '') return
    field.filled++
    field.types.add(jsonType(value))
  }
}

function typeNames(types: ReadonlySet<string>): string {
  const names = [...types].filter((type) => type !== 'integer' || !types.has('number'))
  return names.join(' or ') || 'null'
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (value instanceof LongText) return 'string'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isEmptyObject(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length === 0
}
