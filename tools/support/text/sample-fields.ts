/** Rows from which the fields of a dataset are told at most. */
const SAMPLE_ROWS = 100
/** Bytes of rows that are read for a sample at most. */
const SAMPLE_BYTES = 1_000_000
/** Fields that are told apart at most; rows with more are data with keys for values. */
const MAX_FIELDS = 10_000

/** A field as a sample shows it; `filled` is the share of rows in which it has a value. */
interface SampledField {
  name: string
  type: string
  filled: number
}

export interface Sample {
  rows: number
  fields: SampledField[]
  /** The first row that is not empty. */
  row: unknown
}

type Row = { row: unknown; bytes: number }

/** Reads the first rows, no more than it takes to tell what fields there are. */
export async function sampleRows(source: AsyncIterable<Row> | Iterable<Row>): Promise<Sample> {
  const seen = new Map<string, { types: Set<string>; filled: number }>()
  let [rows, bytes] = [0, 0]
  let first: unknown
  for await (const { row, bytes: size } of source) {
    rows++
    bytes += size
    const entries = typeof row === 'object' && row !== null ? Object.entries(row) : []
    if (first === undefined || (isEmpty(first) && entries.length > 0)) first = row
    for (const [name, value] of entries) {
      const field = seen.get(name) ?? { types: new Set<string>(), filled: 0 }
      if (seen.size < MAX_FIELDS) seen.set(name, field)
      if (value === null || value === '') continue
      field.filled++
      field.types.add(jsonType(value))
    }
    if (rows === SAMPLE_ROWS || bytes > SAMPLE_BYTES) break
  }
  const fields = [...seen].map(([name, { types, filled }]) => ({
    name,
    type: typeName(types),
    filled: Math.round((filled / rows) * 100) / 100,
  }))
  return { rows, fields, row: first }
}

function typeName(types: Set<string>): string {
  if (types.has('number')) types.delete('integer')
  return [...types].join(' or ') || 'null'
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
