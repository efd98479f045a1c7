import { ToolError } from '../../shared/errors.ts'
import { declaredType } from '../column-types.ts'
import type {
  Batch,
  BatchSize,
  Cell,
  QueryFailure,
  StatementOptions,
  TableInfo,
} from '../query-contract.ts'
import type { Authorizer } from './authorizer.ts'
import { type CellReader, cellChars, readRow } from './cells.ts'
import { failureOf, notOneSelect, resultCode } from './failures.ts'
import { buildFullText } from './full-text.ts'
import { explainFailure, explainParameters } from './hints/index.ts'
import { nativeFunctions } from './native-functions.ts'
import { type Prepared, prepareOne } from './prepare.ts'
import type { Database } from './sqlite.ts'
import type { Stopwatch } from './stopwatch.ts'

/** The database, and what bounds the statements of users. */
export interface Sandbox {
  db: Database
  authorizer: Authorizer
  stopwatch: Stopwatch
  tables: TableInfo[]
}

/** A statement that runs. */
export interface Statement {
  /** The name of an expression is its whole text. */
  columns: string[]
  /** For each column, whether it is one of the table that holds nothing but JSON. */
  isJson: boolean[]
  notes: string[]
  /** @throws {ToolError} if it takes too much, or fails at a value; it has ended then */
  read(size: BatchSize): Batch
  finish(): void
}

/** Matches what SQLite says when a statement names a full text table that is not built yet. */
const NO_FULL_TEXT = /^no such table: (?:main\.)?(items|other)_fts$/i

/** Matches what joins several queries to one. */
const COMPOUND = /\b(?:union|except|intersect)\b/i

/**
 * Prepares a statement, and builds the full text tables that it names.
 * @throws {ToolError} if it is wrong, has parameters, or does something else than read
 */
export function startStatement(sandbox: Sandbox, options: StatementOptions): Statement {
  const { db, stopwatch } = sandbox
  stopwatch.allow(options.maxMs)
  const notes: string[] = []
  const pointer = explained(sandbox, options, () => prepare(sandbox, options, notes))
  try {
    refuseParameters(sandbox, options.sql, pointer)
    return runStatement(sandbox, options, pointer, notes)
  } catch (error) {
    db.capi.sqlite3_finalize(pointer)
    throw error
  }
}

function prepare(sandbox: Sandbox, options: StatementOptions, notes: string[]): number {
  const { db, authorizer, stopwatch } = sandbox
  const attempt = (): Prepared =>
    stopwatch.run(() => authorizer.guard('prepare', () => prepareOne(db, options.sql)))
  let prepared = attempt()
  // One attempt more for each table: a statement may name both.
  for (let i = 0; i < sandbox.tables.length && prepared.pointer === undefined; i++) {
    const name = NO_FULL_TEXT.exec(prepared.message)?.[1]?.toLowerCase()
    const table = sandbox.tables.find((one) => one.name === name)
    if (!table) break
    notes.push(...stopwatch.run(() => buildFullText(db, table)))
    prepared = attempt()
  }
  if (prepared.pointer !== undefined) return prepared.pointer
  throw failed(sandbox, options, prepared.code, prepared.message)
}

function refuseParameters({ db, tables }: Sandbox, sql: string, pointer: number): void {
  const count = db.capi.sqlite3_bind_parameter_count(pointer)
  if (count === 0) return
  const names = Array.from(
    { length: count },
    (_, i) => db.capi.sqlite3_bind_parameter_name(pointer, i + 1) ?? '?',
  )
  throw toError(explainParameters(sql, [...new Set(names)], tables))
}

function runStatement(
  sandbox: Sandbox,
  options: StatementOptions,
  pointer: number,
  notes: string[],
): Statement {
  const { db, authorizer, stopwatch } = sandbox
  const { capi } = db
  const raw = nativeFunctions(db)
  const indexes = Array.from({ length: capi.sqlite3_column_count(pointer) }, (_, i) => i)
  // Of several queries in one, SQLite tells the types of the first.
  const isCompound = COMPOUND.test(options.sql)
  const declared = indexes.map((i) => !isCompound && capi.sqlite3_column_decltype(pointer, i))
  const isBoolean = declared.map((type) => type === declaredType('BOOLEAN'))
  const { maxCellChars } = options
  const reader: CellReader = { db, raw, statement: pointer, isBoolean, maxCellChars }
  let state: 'new' | 'atRow' | 'done' = 'new'
  const step = (): void => {
    const code = raw.sqlite3_step(pointer)
    if (code !== capi.SQLITE_ROW && code !== capi.SQLITE_DONE)
      throw failed(sandbox, options, code, capi.sqlite3_errmsg(db.pointer) ?? '')
    state = code === capi.SQLITE_ROW ? 'atRow' : 'done'
  }
  const read = ({ maxRows, maxChars }: BatchSize): Cell[][] => {
    const rows: Cell[][] = []
    let chars = 0
    if (state === 'new') step()
    while (state === 'atRow' && rows.length < maxRows && chars < maxChars) {
      const row = readRow(reader)
      rows.push(row)
      chars += row.reduce((sum: number, cell) => sum + cellChars(cell), 0)
      // One further, so that it is known whether there is another row.
      step()
    }
    return rows
  }
  return {
    columns: indexes.map((i) => capi.sqlite3_column_name(pointer, i) ?? ''),
    isJson: declared.map((type) => type === declaredType('JSON')),
    notes,
    read: (size) => {
      const rows = stopwatch.run(() => authorizer.guard('step', () => read(size)))
      return { rows, done: state === 'done' }
    },
    finish: () => void capi.sqlite3_finalize(pointer),
  }
}

function failed(
  { db, authorizer, tables }: Sandbox,
  { sql, maxMs }: StatementOptions,
  code: number,
  message: string,
): ToolError {
  const refused = authorizer.refused()
  if (refused !== undefined) return notOneSelect(refused)
  return failureOf(code, db, maxMs) ?? toError(explainFailure(sql, message, tables))
}

/** Does work of our own that a user's statement needs. @throws {ToolError} what it means for that one */
function explained<T>({ db }: Sandbox, { maxMs }: StatementOptions, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const code = resultCode(error, db)
    throw (code !== undefined && failureOf(code, db, maxMs)) || error
  }
}

function toError({ happened, remedy }: QueryFailure): ToolError {
  return new ToolError(happened, remedy)
}
