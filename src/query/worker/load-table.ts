import type { Redactor } from '../../exit/redact.ts'
import { declaredType, needsFractions } from '../column-types.ts'
import type { LoadOptions, TableInfo } from '../query-contract.ts'
import { loadFailure } from './load-failure.ts'
import { columnNotes, loadNotes } from './load-notes.ts'
import { createRowReader } from './read-rows.ts'
import { selectFields } from './select-fields.ts'
import { LineSplitter } from './split-lines.ts'
import type { Database } from './sqlite.ts'
import { RowStore } from './store-rows.ts'
import {
  integersToReals,
  redeclareTable,
  reloadSchema,
  removeRowBeforeFirst,
  unnamedColumn,
} from './table-schema.ts'

/** A table that is being loaded. */
export interface TableLoad {
  /**
   * Takes the next bytes of the rows, as jsonl, cut anywhere.
   * @returns how many rows are stored so far
   * @throws {ToolError} if a row is not JSON, or a row or the table is too large
   */
  write(bytes: Uint8Array): number
  /**
   * Stores the last row, and gives the columns their names and types.
   * @throws {ToolError} as `write`
   */
  end(): TableInfo
}

/**
 * Starts to load rows into a new table. Its column `_row` is the offset of a row. After an error the table
 * does not exist.
 */
export function startLoad(db: Database, options: LoadOptions, redactor: Redactor): TableLoad {
  const reader = createRowReader(redactor)
  const store = new RowStore(db, options.table, selectFields(options.fields), reader)
  const lines = new LineSplitter((lines) => store.add(lines))
  let isOpen = true

  /** Does a part of the work, or undoes all of it. */
  const attempt = <T>(work: () => T): T => {
    if (!isOpen) throw new Error('The load has ended.')
    try {
      return work()
    } catch (error) {
      isOpen = false
      const failure = loadFailure(error, store, db)
      store.close()
      undo(db)
      throw failure
    }
  }

  attempt(() => store.open())
  return {
    write: (bytes) =>
      attempt(() => {
        lines.write(bytes)
        return store.rows
      }),
    end: () =>
      attempt(() => {
        lines.end()
        store.close()
        const table = finish(db, options, store)
        isOpen = false
        return table
      }),
  }
}

/** Gives the columns of a table their names and types, and keeps the table. */
function finish(db: Database, options: LoadOptions, store: RowStore): TableInfo {
  const { table: name, fields } = options
  const { rows, valueRows } = store
  const { restField } = store.columns
  const columns = store.columns.describe()
  const kinds = store.columns.kinds.slice(1)
  const mixed = kinds.flatMap((held, i) => (needsFractions(held) ? [unnamedColumn(i + 1)] : []))
  removeRowBeforeFirst(db, name)
  integersToReals(db, name, mixed)
  redeclareTable(
    db,
    name,
    columns.map(({ name, type }) => ({ name, declared: declaredType(type) })),
  )
  db.exec('COMMIT')
  const loaded = { columns, kinds, rows, valueRows, restField, fields }
  const aboutColumns = columnNotes(loaded)
  return {
    name,
    rows,
    columns,
    notes: loadNotes(loaded),
    ...(aboutColumns.length > 0 && { columnNotes: aboutColumns }),
  }
}

/** Removes what was loaded. */
function undo(db: Database): void {
  for (const step of [() => db.exec('ROLLBACK'), () => reloadSchema(db)]) {
    try {
      step()
    } catch {
      // SQLite has undone it by itself, or has no memory left for anything.
    }
  }
}
