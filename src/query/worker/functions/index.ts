import type { Database } from '../sqlite.ts'

/** Registers the functions that statements can use beside SQLite's own. */
export function registerFunctions(_db: Database): void {}
