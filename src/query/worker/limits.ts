import type { Database } from './sqlite.ts'

/** Of the memory, what is left for the program itself: its code's data, its stack and gaps. In MiB. */
const PROGRAM_MB = 6
/** Less than this is not enough for anything; SQLite would take a negative number for no limit. */
const MIN_HEAP_MB = 1
/** The part of the memory that tables may fill. The rest is for the work on them. */
const TABLES_PART = 0.85
const MB = 1024 * 1024
/** In SQLite's own 4 KiB, rows of 1 kB take a twentieth longer to store, and rows of 3 to 8 kB a seventh or more. */
const PAGE_BYTES = 16 * 1024
/** One value, and one row. Rows of Apify's datasets have 9 MB at most. */
const MAX_VALUE_BYTES = 16 * MB

/** How long a statement of a user may be, in bytes. */
export const MAX_SQL_BYTES = 100_000
/** Our own name all columns of a table, in bytes. */
const MAX_OWN_SQL_BYTES = 2_000_000

/**
 * Sets what cannot be undone later: the bounds of memory, of a statement's size and depth, and what a
 * statement could reach beyond its tables. Comes before everything else.
 * @param maxMb the maximum of the database's memory, in MiB
 */
export function setLimits(db: Database, maxMb: number): void {
  // A hard limit of the heap can only be lowered from now on.
  db.exec(`
    PRAGMA page_size = ${PAGE_BYTES};
    PRAGMA hard_heap_limit = ${Math.max(MIN_HEAP_MB, maxMb - PROGRAM_MB) * MB};
    PRAGMA max_page_count = ${Math.floor((maxMb * MB * TABLES_PART) / PAGE_BYTES)};
    PRAGMA temp_store = MEMORY;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
  `)
  closeDoors(db)
  const { capi } = db
  const limit = (id: Parameters<typeof capi.sqlite3_limit>[1], value: number) =>
    void capi.sqlite3_limit(db.pointer, id, value)
  limit(capi.SQLITE_LIMIT_LENGTH, Math.min(MAX_VALUE_BYTES, (maxMb * MB) / 8))
  limit(capi.SQLITE_LIMIT_SQL_LENGTH, MAX_OWN_SQL_BYTES)
  // As many as the build can: tables have that many, and loading names them all.
  limit(capi.SQLITE_LIMIT_COLUMN, 2000)
  limit(capi.SQLITE_LIMIT_EXPR_DEPTH, 500)
  limit(capi.SQLITE_LIMIT_COMPOUND_SELECT, 200)
  limit(capi.SQLITE_LIMIT_VDBE_OP, 1_000_000)
  limit(capi.SQLITE_LIMIT_FUNCTION_ARG, 500)
  limit(capi.SQLITE_LIMIT_ATTACHED, 0)
  // Each wildcard of a pattern takes a call of the stack, which ends at about ten thousand.
  limit(capi.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 500)
  limit(capi.SQLITE_LIMIT_VARIABLE_NUMBER, 2000)
  limit(capi.SQLITE_LIMIT_TRIGGER_DEPTH, 1)
  limit(capi.SQLITE_LIMIT_WORKER_THREADS, 0)
}

function closeDoors({ capi, pointer }: Database): void {
  for (const [option, value] of [
    [capi.SQLITE_DBCONFIG_DEFENSIVE, 1],
    [capi.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0],
    [capi.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0],
    [capi.SQLITE_DBCONFIG_ENABLE_VIEW, 0],
    [capi.SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0],
    [capi.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0],
    [capi.SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, 0],
    [capi.SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, 0],
    [capi.SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0],
    [capi.SQLITE_DBCONFIG_DQS_DML, 0],
    [capi.SQLITE_DBCONFIG_DQS_DDL, 0],
  ] as const) {
    capi.sqlite3_db_config(pointer, option, value, 0)
  }
}
