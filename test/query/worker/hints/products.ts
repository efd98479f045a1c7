import { afterAll, beforeAll } from 'vitest'
import type { TableInfo } from '../../../../src/query/query-contract.ts'
import { registerFunctions } from '../../../../src/query/worker/functions/index.ts'
import { explainFailure, notesOn } from '../../../../src/query/worker/hints/index.ts'
import { type Database, openDatabase } from '../../../../src/query/worker/sqlite.ts'

const ITEMS: TableInfo = {
  name: 'items',
  rows: 4,
  notes: [],
  columns: [
    { name: 'id', field: 'id', type: 'INTEGER' },
    { name: 'name', field: 'name', type: 'TEXT' },
    { name: 'price', field: 'price', type: 'TEXT' },
    { name: 'rating', field: 'rating', type: 'REAL' },
    { name: 'stock', field: 'stock', type: 'INTEGER' },
    { name: 'inStock', field: 'inStock', type: 'BOOLEAN' },
    { name: 'seller', field: 'seller', type: 'JSON' },
    { name: 'tags', field: 'tags', type: 'JSON' },
    { name: 'extra', field: 'extra', type: 'MIXED' },
    { name: 'createdAt', field: 'createdAt', type: 'TEXT' },
    { name: 'day', field: 'day', type: 'TEXT' },
    { name: 'order', field: 'order', type: 'INTEGER' },
    { name: '@type', field: '@type', type: 'TEXT' },
    { name: 'zip', field: 'zip', type: 'TEXT' },
  ],
}

/** What the table `items` of these tests holds: the kinds of columns that scraped products have. */
export const TABLES: readonly TableInfo[] = [ITEMS]

/** Opens an engine with the table and the functions of ours. */
async function openProducts(): Promise<Database> {
  const db = await openDatabase({ maxMb: 64 })
  registerFunctions(db)
  db.exec(`
    CREATE TABLE items (_row INTEGER PRIMARY KEY, id INTEGER, name TEXT, price TEXT, rating REAL, stock INTEGER,
      inStock INTEGER, seller TEXT, tags TEXT, extra, createdAt TEXT, day TEXT, "order" INTEGER, "@type" TEXT, zip TEXT);
    INSERT INTO items VALUES
      (0, 1, 'Green tea', '9.5', 4.5, 3, 1, '{"name":"Ann"}', '["tea"]', '5', '2024-05-01T10:00:00.000Z', '2024-05-01', 1, 'P', '00501'),
      (1, 2, 'Black tea', '1,299.00', 4.0, 0, 0, '{"name":"Bob"}', '["tea"]', 5, '2024-05-02T10:00:00.000Z', '2024-05-02', 2, 'P', '10115'),
      (2, 3, 'Cup', 'N/A', NULL, 7, 1, '{"name":"Ann"}', '[]', 'x', '2024-05-03T10:00:00.000Z', '2024-05-03', 3, 'P', '10117'),
      (3, 4, 'Pot', '20', 3.5, 2, 1, NULL, NULL, NULL, '2024-05-04T10:00:00.000Z', '2024-05-04', 4, 'P', '10119');
  `)
  return db
}

/** Returns what the engine says to a statement; undefined if it takes it. */
function messageOf(db: Database, sql: string): string | undefined {
  try {
    db.values(sql)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Opens the engine for the tests of a file. */
export function useProducts() {
  let db: Database
  beforeAll(async () => {
    db = await openProducts()
  })
  afterAll(() => db.close())
  const count = (sql: string) => Number(db.values(sql)[0]?.[0])
  return {
    /** Changes the rows. */
    change: (sql: string) => db.exec(sql),
    count,
    /** Returns the notes on a statement that the engine takes. */
    notes(sql: string): string {
      const message = messageOf(db, sql)
      if (message !== undefined) throw new Error(`${message}: ${sql}`)
      return notesOn(sql, TABLES, count).join('\n')
    },
    /** Returns the explanation of a statement that the engine refuses. */
    explain(sql: string): string {
      const message = messageOf(db, sql)
      if (message === undefined) throw new Error(`The engine takes it: ${sql}`)
      const { happened, remedy } = explainFailure(sql, message, TABLES)
      return `${happened} ${remedy}`
    },
  }
}
