import { quoteName, ROW_COLUMN } from '../columns.ts'
import type { TableName } from '../query-contract.ts'
import type { Database } from './sqlite.ts'

/** A column as the table declares it. */
export interface DeclaredColumn {
  name: string
  /** Empty for none. */
  declared: string
}

/** Returns the name of a column, from 1, as long as not all names are known. */
export function unnamedColumn(number: number): string {
  return `c${number}`
}

/** Creates a table that has nothing but the rows' offsets, and makes the first row's offset 0. */
export function createTable(db: Database, table: TableName): void {
  db.exec(createStatement(table, []))
  // SQLite gives each row the number behind the last one.
  db.exec(`INSERT INTO ${table}(${ROW_COLUMN}) VALUES(-1)`)
}

/** Removes what made the first row's offset 0. */
export function removeRowBeforeFirst(db: Database, table: TableName): void {
  db.exec(`DELETE FROM ${table} WHERE ${ROW_COLUMN} < 0`)
}

/**
 * Gives a table other columns at its end, or other names and types. The stored rows stay as they are: they
 * are read as if each had NULL in its last columns.
 *
 * The statement in the schema is rewritten: 1,990 times `ALTER TABLE` takes seconds, and a column cannot be
 * given its type when its first value arrives.
 */
export function redeclareTable(
  db: Database,
  table: TableName,
  columns: readonly DeclaredColumn[],
): void {
  const sql = createStatement(table, columns)
  const wasDefensive = setDefensive(db, false)
  try {
    db.exec('PRAGMA writable_schema = ON')
    db.values("UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?", [sql, table])
    reloadSchema(db)
  } finally {
    setDefensive(db, wasDefensive)
  }
}

/** Sets whether SQLite refuses to change its schema as rows, and returns whether it did. */
function setDefensive({ capi, wasm, pointer }: Database, isDefensive: boolean): boolean {
  const stack = wasm.pstack.pointer
  try {
    const found = wasm.pstack.alloc(8)
    capi.sqlite3_db_config(pointer, capi.SQLITE_DBCONFIG_DEFENSIVE, -1, found)
    const wasDefensive = wasm.peek32(found) !== 0
    capi.sqlite3_db_config(pointer, capi.SQLITE_DBCONFIG_DEFENSIVE, isDefensive ? 1 : 0, 0)
    return wasDefensive
  } finally {
    wasm.pstack.restore(stack)
  }
}

/** Columns that one statement changes: SQLite bounds how long a condition is. */
const COLUMNS_AT_ONCE = 100

/** Turns the integers of columns into fractions of the same value. */
export function integersToReals(db: Database, table: TableName, names: readonly string[]): void {
  for (let from = 0; from < names.length; from += COLUMNS_AT_ONCE) {
    const quoted = names.slice(from, from + COLUMNS_AT_ONCE).map(quoteName)
    const isInteger = quoted.map((name) => `typeof(${name}) = 'integer'`)
    const changes = quoted.map(
      (name, i) => `${name} = iif(${isInteger[i]}, ${name} + 0.0, ${name})`,
    )
    db.exec(`UPDATE ${table} SET ${changes.join(', ')} WHERE ${isInteger.join(' OR ')}`)
  }
}

/** Makes SQLite read its schema again, and protects it from further changes. */
export function reloadSchema(db: Database): void {
  db.exec('PRAGMA writable_schema = RESET')
}

function createStatement(table: TableName, columns: readonly DeclaredColumn[]): string {
  const all = [
    `${ROW_COLUMN} INTEGER PRIMARY KEY`,
    ...columns.map(({ name, declared }) => `${quoteName(name)} ${declared}`.trimEnd()),
  ]
  return `CREATE TABLE ${table}(${all.join(', ')})`
}
