import type { Redactor } from '../../exit/redact.ts'
import type { LoadOptions, TableInfo } from '../query-contract.ts'
import type { Database } from './sqlite.ts'

/** Begins to fill a table. */
export function startLoad(
  db: Database,
  { table }: LoadOptions,
  _redactor: Redactor,
): { write(bytes: Uint8Array): number; end(): TableInfo } {
  db.exec(`CREATE TABLE ${table} (_row INTEGER PRIMARY KEY, line TEXT)`)
  let rows = 0
  let text = ''
  return {
    write: (bytes) => {
      text += Buffer.from(bytes).toString()
      const lines = text.split('\n')
      text = lines.pop() ?? ''
      for (const line of lines) db.values(`INSERT INTO ${table} VALUES (?, ?)`, [rows++, line])
      return rows
    },
    end: () => ({
      name: table,
      rows,
      columns: [{ name: 'line', field: 'line', type: 'TEXT' }],
      notes: [],
    }),
  }
}
