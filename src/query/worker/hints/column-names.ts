import { shorten } from '../../../shared/quote.ts'
import { sqlName } from '../../columns.ts'
import type { Column, TableInfo } from '../../query-contract.ts'

export { shorten, sqlName as quoteName }

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

/** Returns the name that is most like another, or undefined if none is alike. */
export function nearestName(wanted: string, names: Iterable<string>): string | undefined {
  const plain = plainName(wanted)
  let best: string | undefined
  let least = Math.max(1, Math.floor(plain.length / 3)) + 1
  for (const name of names) {
    const candidate = plainName(name)
    const distance = likeness(plain, candidate, least)
    if (distance < least) {
      least = distance
      best = name
    }
  }
  return best
}

/** Returns how far two names are from each other: edits, or less than one if one is a part of the other. */
function likeness(a: string, b: string, most: number): number {
  if (a === b) return 0
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  if (short.length >= 4 && long.includes(short)) return 1 - short.length / long.length / 2
  return Math.abs(a.length - b.length) >= most ? most : editDistance(a, b)
}

function plainName(name: string): string {
  return name
    .slice(0, MAX_NAME)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** Counts the letters that are added, left out or replaced. Two neighbours that change places count once. */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const edited = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced)
      const areSwapped = j > 1 && i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(areSwapped ? Math.min(edited, (before[j - 2] ?? 0) + 1) : edited)
    }
    before = last
    last = row
  }
  return last[b.length] ?? 0
}
