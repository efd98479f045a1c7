import { nativeFunctions } from '../native-functions.ts'
import type { Database, SqlValue } from '../sqlite.ts'

/**
 * What the texts and BLOBs of one call of a function of ours have together, in bytes: nothing can interrupt it,
 * and they are copied out of SQLite's own memory.
 */
const MAX_ARGUMENT_BYTES = 16_000_000
/** Longest text that a function of ours returns, in characters. */
export const MAX_RESULT_CHARS = 4_000_000

/** A wrong use of a function. Its message is for the agent, and begins with `name(): `. */
export class FunctionError extends Error {
  /**
   * @param happened without a full stop at its end
   * @param remedy sentences with what to write
   */
  constructor(name: string, happened: string, remedy: string) {
    super(`${name}(): ${happened}. ${remedy}`)
  }
}

/** Is thrown if SQLite has no memory for a value. The statement fails with SQLITE_NOMEM. */
export class OutOfMemory extends Error {
  override name = 'OutOfMemory'
}

/** Addresses of this build have 32 bits. */
const POINTER_BYTES = 4

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Makes a reader of arguments. Unlike the package's own, it reads a text with a NUL to its end, and refuses
 * those that are too long before it copies them.
 */
export function argumentReader(db: Database, name: string) {
  const { wasm } = db
  const { SQLITE_INTEGER, SQLITE_FLOAT, SQLITE_TEXT, SQLITE_BLOB } = db.capi
  const raw = nativeFunctions(db)
  let left = 0
  const bytesOf = (value: number, address: number): Uint8Array => {
    const length = raw.sqlite3_value_bytes(value)
    // SQLite has no memory to convert the value, and what stands at 0 is none.
    if (address === 0 && length > 0) throw new OutOfMemory()
    left -= length
    if (left < 0) {
      throw new FunctionError(
        name,
        `its texts have more than the ${MAX_ARGUMENT_BYTES} bytes that it takes`,
        'Pass a part of them: `substr(x, 1, 100000)`.',
      )
    }
    return wasm.heap8u().subarray(address, address + length)
  }
  const read = (value: number): SqlValue => {
    switch (raw.sqlite3_value_type(value)) {
      case SQLITE_INTEGER:
        return plainInteger(raw.sqlite3_value_int64(value))
      case SQLITE_FLOAT:
        return raw.sqlite3_value_double(value)
      case SQLITE_TEXT:
        return decoder.decode(bytesOf(value, raw.sqlite3_value_text(value)))
      case SQLITE_BLOB:
        return bytesOf(value, raw.sqlite3_value_blob(value)).slice()
      default:
        return null
    }
  }
  return (count: number, values: number): SqlValue[] => {
    left = MAX_ARGUMENT_BYTES
    const view = new DataView(wasm.heap8u().buffer, values, count * POINTER_BYTES)
    const addresses: number[] = []
    // All at first: reading a value may grow the memory, after which no view of it is of use.
    for (let i = 0; i < count; i++) addresses.push(view.getUint32(i * POINTER_BYTES, true))
    return addresses.map(read)
  }
}

function plainInteger(value: bigint): bigint | number {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

/** Returns a value as text, as SQLite writes it. A BLOB has none. */
export function toText(value: SqlValue | undefined): string | null {
  if (value === null || value === undefined || value instanceof Uint8Array) return null
  return String(value)
}

/** @throws {FunctionError} if the value is not a whole number */
export function toInteger(name: string, what: string, value: SqlValue | undefined): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number === 'bigint') return Number(number)
  if (typeof number === 'number' && Number.isInteger(number)) return number
  throw new FunctionError(name, `${what} is no whole number`, 'Pass a number such as 1.')
}

/** @throws {FunctionError} if the text is longer than a result may be */
export function boundedResult(name: string, text: string): string {
  if (text.length <= MAX_RESULT_CHARS) return text
  throw tooLong(name)
}

export function tooLong(name: string): FunctionError {
  return new FunctionError(
    name,
    `its result has more than ${MAX_RESULT_CHARS} characters`,
    'Make shorter ones: group by more columns, or pass fewer or shorter values.',
  )
}
