import { ToolError } from '../../shared/errors.ts'
import { quoteName, ROW_COLUMN } from '../columns.ts'
import type { TableInfo } from '../query-contract.ts'
import type { Database } from './sqlite.ts'

/** A full text table has fewer columns than a table of rows may have: two are FTS5's own. */
const MAX_COLUMNS = 1900
/** Names that FTS5 keeps for itself, beside the table's own. */
const RESERVED = ['rank', 'rowid']
/**
 * The same as `rowid`. Without it, `_row` in a subquery on the full text table would be that of the row outside, so that
 * each row is found. It is the last column, since functions of FTS5 count those with texts.
 */
const OWN_ROW = `${ROW_COLUMN} UNINDEXED`

/**
 * Builds the full text table of a table of rows: all columns with texts, by `_row`. The texts themselves
 * stay in the table of rows. Nothing remains of it if that fails.
 * @returns sentences for the agent about columns that are not in it
 * @throws {ToolError} if there are no texts
 * @throws {SQLite3Error} if it takes too much time or memory
 */
export function buildFullText(db: Database, { name, columns }: TableInfo): string[] {
  const table = `${name}_fts`
  const reserved = new Set([...RESERVED, table])
  const texts = columns.filter(({ type }) => ['TEXT', 'JSON', 'MIXED'].includes(type))
  const indexed = texts.filter((one) => !reserved.has(one.name.toLowerCase())).slice(0, MAX_COLUMNS)
  if (indexed.length === 0)
    throw new ToolError(
      `\`${table}\` would be empty: \`${name}\` has no column with texts that it can hold.`,
      'Compare the columns themselves, as in `WHERE price > 10`.',
    )
  const names = indexed.map((one) => quoteName(one.name)).join(', ')
  try {
    db.exec('BEGIN')
    db.exec(
      `CREATE VIRTUAL TABLE ${table} USING fts5(${names}, ${OWN_ROW}, content = '${name}', content_rowid = '${ROW_COLUMN}')`,
    )
    db.exec(`INSERT INTO ${table} (${table}) VALUES ('rebuild')`)
    db.exec('COMMIT')
  } catch (error) {
    if (db.capi.sqlite3_get_autocommit(db.pointer) === 0) db.exec('ROLLBACK')
    throw error
  }
  const left = texts.filter((one) => !indexed.includes(one)).map((one) => `\`${one.name}\``)
  if (left.length === 0) return []
  const shown =
    left.length > 5 ? `${left.slice(0, 5).join(', ')} and ${left.length - 5} more` : left.join(', ')
  return [`\`${table}\` does not hold ${shown}: search there with \`LIKE\`.`]
}
