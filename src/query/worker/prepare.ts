import { ToolError } from '../../shared/errors.ts'
import { notOneSelect } from './failures.ts'
import { explainSecondStatement } from './hints/index.ts'
import { MAX_SQL_BYTES } from './limits.ts'
import type { Database } from './sqlite.ts'

/** A statement that SQLite knows, or its code and message for why it does not. */
export type Prepared =
  | { pointer: number; rest: string }
  | { pointer: undefined; code: number; message: string }

/** A statement, as SQLite counts it: from its beginning until the `;`. */
interface Parsed {
  code: number
  /** 0 for nothing but blanks and remarks. */
  pointer: number
  rest: string
}

/**
 * Prepares the one statement of a text. A trailing `;`, blanks and remarks may follow it.
 * @throws {ToolError} if there is none, or a second one; what SQLite says about a wrong one is returned
 */
export function prepareOne(db: Database, sql: string): Prepared {
  if (sql.includes('\0')) throw new ToolError('The statement has a NUL character.', 'Leave it out.')
  if (Buffer.byteLength(sql) > MAX_SQL_BYTES)
    throw new ToolError(
      `The statement is longer than ${MAX_SQL_BYTES} bytes.`,
      'Write a shorter one: a join or a subquery in the place of a long list.',
    )
  const { capi } = db
  const { code, pointer, rest } = parse(db, sql.replace(/^[\s;]+/, ''))
  if (code !== capi.SQLITE_OK)
    return { pointer: undefined, code, message: capi.sqlite3_errmsg(db.pointer) ?? '' }
  if (pointer === 0) throw notOneSelect('There is no statement, only blanks or remarks.')
  try {
    refuseOthers(db, pointer, rest)
  } catch (error) {
    capi.sqlite3_finalize(pointer)
    throw error
  }
  return { pointer, rest }
}

/** @throws {ToolError} if it gives no rows, only explains itself, or is followed by another one */
function refuseOthers(db: Database, pointer: number, rest: string): void {
  const { capi } = db
  if (capi.sqlite3_stmt_isexplain(pointer) !== 0)
    throw notOneSelect('`EXPLAIN` tells how a statement runs, not what is in the rows.')
  // Another guard beside the authorizer: what changes something gives no columns.
  const isQuery =
    capi.sqlite3_column_count(pointer) > 0 && capi.sqlite3_stmt_readonly(pointer) !== 0
  if (!isQuery) throw notOneSelect('The statement does something else than read rows.')
  if (!hasStatement(db, rest)) return
  const { happened, remedy } = explainSecondStatement(rest)
  throw new ToolError(happened, remedy)
}

/** Asks SQLite's own parser, since a `;` may stand in a text or a remark. */
function hasStatement(db: Database, text: string): boolean {
  let rest = text
  while (true) {
    rest = rest.replace(/^[\s;]+/, '')
    if (rest === '') return false
    const next = parse(db, rest)
    if (next.pointer !== 0) db.capi.sqlite3_finalize(next.pointer)
    if (next.code !== db.capi.SQLITE_OK || next.pointer !== 0) return true
    rest = next.rest
  }
}

function parse({ capi, wasm, pointer }: Database, sql: string): Parsed {
  const scope = wasm.scopedAllocPush()
  try {
    const [start, length] = wasm.scopedAllocCString(sql, true)
    const [statementAt, restAt] = [wasm.scopedAlloc(8), wasm.scopedAlloc(8)]
    wasm.pokePtr(statementAt, 0)
    wasm.pokePtr(restAt, 0)
    const code = capi.sqlite3_prepare_v3(pointer, start, length + 1, 0, statementAt, restAt)
    const rest = wasm.peekPtr(restAt)
    return {
      code,
      pointer: wasm.peekPtr(statementAt),
      rest: rest === 0 ? '' : (wasm.cstrToJs(rest) ?? ''),
    }
  } finally {
    wasm.scopedAllocPop(scope)
  }
}
