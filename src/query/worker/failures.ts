import { ToolError } from '../../shared/errors.ts'
import { SqliteFailure } from './bind-rows.ts'
import type { Database } from './sqlite.ts'

/** The bits of a result code without its details. */
export const PRIMARY_CODE = 0xff

const ONLY_SELECT =
  'Write one SELECT (or WITH … SELECT) over `items`, and `other` if a second dataset is given. `json_each` and `json_tree` read nested values.'

/** Returns the failure of a statement that is not one `SELECT`. */
export function notOneSelect(happened: string): ToolError {
  return new ToolError(happened, ONLY_SELECT)
}

/** Returns the failure of a statement that ran out of its time. */
function tooSlow(maxMs: number): ToolError {
  return new ToolError(
    `The statement takes longer than the ${maxMs / 1000} s that it has.`,
    'Ask for less: filter first, join on one equal column, end a recursion with `LIMIT`, and do not combine all rows with all rows.',
  )
}

/** Returns the failure of a statement that needs more memory than there is. */
function tooMuchMemory(): ToolError {
  return new ToolError(
    'The statement takes more memory than the server gives it.',
    'Ask for less: filter first, group by fewer values, sort fewer columns, do not join long texts; or load fewer `fields`.',
  )
}

/** Returns the failure of a statement that makes a value or a row longer than one may be. */
export function tooBig(): ToolError {
  return new ToolError(
    'A text, a BLOB or a row that the statement makes is longer than one may be.',
    'Make shorter ones: filter or group before `group_concat` and `json_group_array`, select fewer columns, and cut texts with `substr`.',
  )
}

/** Returns what SQLite's code of a result means for the agent; undefined if its message says it. */
export function failureOf(code: number, { capi }: Database, maxMs: number): ToolError | undefined {
  switch (code & PRIMARY_CODE) {
    case capi.SQLITE_NOMEM:
    case capi.SQLITE_FULL:
      return tooMuchMemory()
    case capi.SQLITE_INTERRUPT:
      return tooSlow(maxMs)
    case capi.SQLITE_TOOBIG:
      return tooBig()
    default:
      return undefined
  }
}

/** Returns SQLite's code for an error of our own statements; undefined for any other error. */
export function resultCode(error: unknown, { capi, SQLite3Error }: Database): number | undefined {
  if (error instanceof SQLite3Error) return error.resultCode
  if (error instanceof SqliteFailure) return error.code
  // The package throws it when there is no memory for a statement's text.
  const isMemory = error instanceof Error && error.name === 'WasmAllocError'
  return isMemory ? capi.SQLITE_NOMEM : undefined
}
