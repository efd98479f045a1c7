import type { Database } from './sqlite.ts'

/**
 * The functions of SQLite's program itself, which take addresses. Those of the package check and convert each
 * argument, which takes up to ten times as long.
 */
export interface NativeFunctions {
  sqlite3_malloc(bytes: number): number
  sqlite3_free(address: number): void
  sqlite3_bind_int(statement: number, column: number, value: number): number
  sqlite3_bind_int64(statement: number, column: number, value: bigint): number
  sqlite3_bind_double(statement: number, column: number, value: number): number
  sqlite3_bind_text(
    statement: number,
    column: number,
    address: number,
    bytes: number,
    destructor: number,
  ): number
  sqlite3_clear_bindings(statement: number): number
  sqlite3_step(statement: number): number
  sqlite3_reset(statement: number): number
  sqlite3_column_type(statement: number, column: number): number
  sqlite3_column_bytes(statement: number, column: number): number
  sqlite3_column_blob(statement: number, column: number): number
  sqlite3_column_double(statement: number, column: number): number
  sqlite3_column_int64(statement: number, column: number): bigint
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

/** Returns the functions of the program that a database runs in. The package does not type them. */
export function nativeFunctions({ wasm }: Database): NativeFunctions {
  return wasm.exports
}
