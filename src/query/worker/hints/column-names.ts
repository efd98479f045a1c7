import { shorten } from '../../../shared/quote.ts'
import { sqlName } from '../../columns.ts'
import type { Column, TableInfo } from '../../query-contract.ts'

/** Columns that a message lists at most, and characters of one name. */
const MAX_LISTED = 20
const MAX_NAME = 60

/** Writes a text as a literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** Lists the columns of all tables, in one sentence for each table. */
export function listColumns(tables: readonly TableInfo[]): string {
  return tables.map((table) => columnsOf(table, tables.length)).join(' ')
}

function columnsOf({ name, columns, rows }: TableInfo, tables: number): string {
  if (rows === 0) return `The dataset of \`${name}\` is empty, so that there are no columns.`
  const most = Math.ceil(MAX_LISTED / tables)
  const shown = columns.slice(0, most).map((column) => shorten(sqlName(column.name), MAX_NAME))
  const rest = columns.length > shown.length ? ` and ${columns.length - shown.length} more` : ''
  if (shown.length === 0) return `The table \`${name}\` has no columns but \`_row\`.`
  return `Columns of \`${name}\`: ${shown.join(', ')}${rest}.`
}

/** Returns the column of a name, in any case as SQLite reads it. */
export function findColumn(tables: readonly TableInfo[], name: string): Column | undefined {
  const wanted = name.toLowerCase()
  for (const { columns } of tables) {
    const found = columns.find((column) => column.name.toLowerCase() === wanted)
    if (found) return found
  }
  return undefined
}
