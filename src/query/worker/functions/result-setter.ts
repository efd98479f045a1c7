import { nativeFunctions } from '../native-functions.ts'
import type { Database, SqlValue } from '../sqlite.ts'

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
  const native = nativeFunctions(db)
  const buffer = wasm.alloc(BUFFER_BYTES)
  return (context: number, value: SqlValue, isReal = false): void => {
    if (value === null) native.sqlite3_result_null(context)
    else if (typeof value === 'number') {
      if (!isReal && Number.isSafeInteger(value))
        native.sqlite3_result_int64(context, BigInt(value))
      else native.sqlite3_result_double(context, value)
    } else if (typeof value === 'string' && value.length * MAX_BYTES_OF_UNIT <= BUFFER_BYTES) {
      const target = wasm.heap8u().subarray(buffer, buffer + BUFFER_BYTES)
      const { written } = encoder.encodeInto(value, target)
      native.sqlite3_result_text(context, buffer, written, TRANSIENT)
    } else capi.sqlite3_result_js(context, value)
  }
}
