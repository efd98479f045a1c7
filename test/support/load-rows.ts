import type { LoadOptions, TableInfo } from '../../src/query/query-contract.ts'
import { startLoad } from '../../src/query/worker/load-table.ts'
import { type Database, openDatabase } from '../../src/query/worker/sqlite.ts'
import { REDACTOR } from './redactor.ts'

/** Loads jsonl into the table `items`, in chunks of so many bytes. */
export function loadInto(
  db: Database,
  jsonl: string | Uint8Array,
  { fields, chunkBytes = 64 * 1024 }: { fields?: readonly string[]; chunkBytes?: number } = {},
): TableInfo {
  const options: LoadOptions = { table: 'items', fields }
  const load = startLoad(db, options, REDACTOR)
  const bytes = Buffer.from(jsonl)
  for (let from = 0; from < bytes.length; from += chunkBytes) {
    load.write(bytes.subarray(from, from + chunkBytes))
  }
  return load.end()
}

/** Returns rows as jsonl. */
export function toJsonl(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}

/** Loads rows into a database of their own. */
export async function loadRows(
  rows: readonly unknown[] | string,
  options: Parameters<typeof loadInto>[2] = {},
) {
  const db = await openDatabase({ maxMb: 256 })
  const table = loadInto(db, typeof rows === 'string' ? rows : toJsonl(rows), options)
  return { db, table, values: (sql: string) => db.values(sql) }
}
