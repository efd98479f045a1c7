import type {
  BatchSize,
  Cell,
  Column,
  StatementOptions,
} from '../../../src/query/query-contract.ts'
import { createAuthorizer } from '../../../src/query/worker/authorizer.ts'
import { setLimits } from '../../../src/query/worker/limits.ts'
import { openDatabase } from '../../../src/query/worker/sqlite.ts'
import { type Sandbox, startStatement } from '../../../src/query/worker/statement.ts'
import { createStopwatch } from '../../../src/query/worker/stopwatch.ts'

const MAX_MB = 48

/** Columns of the table that `openShop` fills. */
const SHOP_COLUMNS: Column[] = [
  { name: 'name', field: 'name', type: 'TEXT' },
  { name: 'price', field: 'price', type: 'REAL' },
  { name: 'inStock', field: 'inStock', type: 'BOOLEAN' },
  { name: 'seller', field: 'seller', type: 'JSON' },
]

/** An engine with 1000 products as `items`. */
export async function openShop(maxMb = MAX_MB): Promise<Sandbox> {
  const db = await openDatabase({ maxMb })
  setLimits(db, maxMb)
  db.exec(`
    CREATE TABLE items (_row INTEGER PRIMARY KEY, name TEXT, price REAL, inStock BOOLEAN, seller JSON);
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT 1000)
    INSERT INTO items
    SELECT i, iif(i % 2, 'Green tea ', 'Black coffee ') || i, i * 0.5, i % 3 = 0,
      json_object('name', 'Shop ' || (i % 7)) FROM n;
  `)
  return {
    db,
    authorizer: createAuthorizer(db),
    stopwatch: createStopwatch(db),
    tables: [{ name: 'items', rows: 1000, columns: SHOP_COLUMNS, notes: [] }],
  }
}

/** Runs a statement and returns its first rows. */
export function ask(
  sandbox: Sandbox,
  sql: string,
  options: Partial<StatementOptions & BatchSize> = {},
): { columns: string[]; rows: Cell[][]; done: boolean; notes: string[] } {
  const { maxMs = 60_000, maxCellChars = 1000, maxRows = 100, maxChars = 100_000 } = options
  const statement = startStatement(sandbox, { sql, maxMs, maxCellChars })
  try {
    const { columns, notes } = statement
    return { columns, notes, ...statement.read({ maxRows, maxChars }) }
  } finally {
    statement.finish()
  }
}
