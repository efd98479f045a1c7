import { ToolError } from '../../shared/errors.ts'
import { quotedName } from '../../shared/quote.ts'
import { PRIMARY_CODE, resultCode } from './failures.ts'
import { LineTooLong, MAX_LINE_BYTES } from './split-lines.ts'
import type { Database } from './sqlite.ts'

/** Where loading stopped. */
export interface LoadPosition {
  /** Rows that are stored: the offset of the one that is not. */
  rows: number
  /** The field whose value was not taken; undefined if it is not one alone. */
  field: string | undefined
}

const NARROW = 'Name only the fields that the question needs in `fields`'

/** Returns the error for what stopped the loading of a table, as the agent reads it. */
export function loadFailure(error: unknown, position: LoadPosition, db: Database): unknown {
  if (error instanceof LineTooLong) {
    const what = `${rowAt(position)} is longer than ${MAX_LINE_BYTES / 2 ** 20} MiB.`
    return new ToolError(what, leaveOut(position))
  }
  if (isStackOverflow(error)) return nestedTooDeeply(position)
  const { capi } = db
  const code = (resultCode(error, db) ?? 0) & PRIMARY_CODE
  if (code === capi.SQLITE_TOOBIG) {
    const what = `${rowAt(position)} is longer than SQLite can store.`
    return new ToolError(what, leaveOut(position))
  }
  if (code === capi.SQLITE_NOMEM || code === capi.SQLITE_FULL) {
    return new ToolError(
      `The dataset does not fit into the memory for queries, which was full after ${position.rows} rows.`,
      `${NARROW}. The operator can allow more memory with \`--max-query-mb\`.`,
    )
  }
  return error
}

/** Returns whether the stack was full: JSON.stringify and others go down into nested values. */
export function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && /call stack/.test(error.message)
}

/** Returns the error for a row that is nested deeper than the stack. */
export function nestedTooDeeply(position: LoadPosition): ToolError {
  const what = `${rowAt(position)} is nested too deeply (thousands of levels).`
  return new ToolError(what, leaveOut(position))
}

function rowAt({ rows, field }: LoadPosition): string {
  const row = `row at offset ${rows}`
  return field === undefined ? `The ${row}` : `The field ${quotedName(field)} of the ${row}`
}

function leaveOut({ field }: LoadPosition): string {
  const left = field === undefined ? 'its largest one' : quotedName(field)
  return `${NARROW}, without ${left}.`
}
