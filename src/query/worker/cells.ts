import type { Cell } from '../query-contract.ts'
import { tooBig } from './failures.ts'
import type { NativeFunctions } from './native-functions.ts'
import type { Database } from './sqlite.ts'

/** How the values of a row are read. */
export interface CellReader {
  db: Database
  raw: NativeFunctions
  statement: number
  /** For each column of the result, whether it is a column of `true` and `false`. */
  isBoolean: readonly boolean[]
  maxCellChars: number
}

/**
 * What the texts of one row of a result may have together, in bytes: a row of `items` beside one of `other`.
 * Rows leave SQLite's own memory, and are sent to the main thread.
 */
const MAX_ROW_BYTES = 32 * 1024 * 1024

/** Of a row of many long texts, as much is returned as of so many of them, and a little of each of the others. */
const LONG_CELLS = 4
const MIN_CELL_CHARS = 1000

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Returns the values of the row at which the statement stands.
 * @throws {ToolError} if its texts are too long together
 */
export function readRow(reader: CellReader): Cell[] {
  const { maxCellChars } = reader
  const left: RowShare = { bytes: MAX_ROW_BYTES, chars: maxCellChars * LONG_CELLS }
  return reader.isBoolean.map((isBoolean, column) => {
    const cell = readCell(reader, column, isBoolean, left)
    left.chars -= cellChars(cell)
    return cell
  })
}

/** What the rest of a row may have. */
interface RowShare {
  bytes: number
  chars: number
}

function readCell(reader: CellReader, column: number, isBoolean: boolean, left: RowShare): Cell {
  const { db, raw, statement } = reader
  const { capi } = db
  switch (raw.sqlite3_column_type(statement, column)) {
    case capi.SQLITE_INTEGER:
      return toInteger(raw.sqlite3_column_int64(statement, column), isBoolean)
    case capi.SQLITE_FLOAT:
      return toReal(raw.sqlite3_column_double(statement, column))
    case capi.SQLITE_TEXT:
      left.bytes -= raw.sqlite3_column_bytes(statement, column)
      if (left.bytes < 0) throw tooBig()
      return cut(
        readText(reader, column),
        Math.min(reader.maxCellChars, Math.max(MIN_CELL_CHARS, left.chars)),
      )
    case capi.SQLITE_BLOB:
      return `[blob, ${raw.sqlite3_column_bytes(statement, column)} bytes]`
    default:
      return null
  }
}

function toInteger(value: bigint, isBoolean: boolean): Cell {
  if (isBoolean && (value === 0n || value === 1n)) return value === 1n
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** JSON has no infinity, so that it is a text. SQLite has no NaN. */
function toReal(value: number): Cell {
  return Number.isFinite(value) ? value : String(value)
}

/** The package's own function ends at the first NUL. */
function readText({ db, raw, statement }: CellReader, column: number): string {
  const start = raw.sqlite3_column_blob(statement, column)
  const length = raw.sqlite3_column_bytes(statement, column)
  return utf8.decode(db.wasm.heap8u().subarray(start, start + length))
}

function cut(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text
  // A pair of surrogates is one character.
  const isInPair = (text.charCodeAt(maxChars - 1) & 0xfc00) === 0xd800
  const end = isInPair ? maxChars - 1 : maxChars
  return `${text.slice(0, end)}… [+${text.length - end} chars]`
}

/** Returns how many characters a value takes, about. */
export function cellChars(cell: Cell): number {
  return typeof cell === 'string' ? cell.length : 8
}
