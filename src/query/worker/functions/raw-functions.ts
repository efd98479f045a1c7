import type { Database, SqlValue } from '../sqlite.ts'

/** The program's own functions, which take addresses: the package's wrappers take ten times as long. */
interface RawFunctions {
  sqlite3_value_type(value: number): number
  sqlite3_value_int64(value: number): bigint
  sqlite3_value_double(value: number): number
  sqlite3_value_text(value: number): number
  sqlite3_value_blob(value: number): number
  sqlite3_value_bytes(value: number): number
  sqlite3_result_null(context: number): void
  sqlite3_result_int64(context: number, value: bigint): void
  sqlite3_result_double(context: number, value: number): void
  sqlite3_result_text(context: number, address: number, bytes: number, destructor: number): void
}

const NAMES = [
  'value_type',
  'value_int64',
  'value_double',
  'value_text',
  'value_blob',
  'value_bytes',
]
const RESULTS = ['result_null', 'result_int64', 'result_double', 'result_text']

export function rawFunctions(exports: object): RawFunctions {
  if (hasRawFunctions(exports)) return exports
  throw new Error('SQLite lacks functions that read and return values.')
}

function hasRawFunctions(exports: object): exports is RawFunctions {
  return [...NAMES, ...RESULTS].every((name) => `sqlite3_${name}` in exports)
}

/** Tells SQLite to copy a text before its function returns. */
const TRANSIENT = -1
/** Texts up to this size share one buffer, in bytes. */
const BUFFER_BYTES = 65_536
const MAX_BYTES_OF_UNIT = 3

const encoder = new TextEncoder()

/**
 * Makes what returns the value of a function to SQLite. As `isReal`, whole numbers are returned as fractions,
 * so that `5 / 2` is 2.5 for each of them.
 */
export function resultSetter(db: Database) {
  const { capi, wasm } = db
  const raw = rawFunctions(wasm.exports)
  const buffer = wasm.alloc(BUFFER_BYTES)
  return (context: number, value: SqlValue, isReal = false): void => {
    if (value === null) raw.sqlite3_result_null(context)
    else if (typeof value === 'number') {
      if (!isReal && Number.isSafeInteger(value)) raw.sqlite3_result_int64(context, BigInt(value))
      else raw.sqlite3_result_double(context, value)
    } else if (typeof value === 'string' && value.length * MAX_BYTES_OF_UNIT <= BUFFER_BYTES) {
      const target = wasm.heap8u().subarray(buffer, buffer + BUFFER_BYTES)
      const { written } = encoder.encodeInto(value, target)
      raw.sqlite3_result_text(context, buffer, written, TRANSIENT)
    } else capi.sqlite3_result_js(context, value)
  }
}
