import type { Column, TableInfo } from '../../query-contract.ts'

/** Columns that a message lists at most, and characters of one name. */
const MAX_LISTED = 20
const MAX_NAME = 60

/** Words that SQLite takes for a name only in quotes. */
const RESERVED = new Set(
  `add all alter and as autoincrement between case check collate commit constraint create cross current_date
  current_time current_timestamp default deferrable delete distinct drop else escape except exists false foreign
  from full group having if in index inner insert intersect into is isnull join left limit natural not nothing
  notnull null on or order outer primary references returning right select set table then to transaction true
  union unique update using values when where with`.split(/\s+/),
)

/** Writes a name as SQLite takes it: in double quotes if it needs them. */
export function quoteName(name: string): string {
  const isPlain = /^[A-Za-z_][A-Za-z0-9_$]*$/.test(name) && !RESERVED.has(name.toLowerCase())
  return isPlain ? name : `"${name.replaceAll('"', '""')}"`
}

/** Writes a text as a literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** Returns the beginning of a text, with a mark if it is longer. */
export function shorten(text: string, maxChars = 200): string {
  return text.length > maxChars ? `${text.slice(0, maxChars)}…` : text
}

/** Lists the columns of all tables, in one sentence for each table. */
export function listColumns(tables: readonly TableInfo[]): string {
  return tables.map((table) => columnsOf(table, tables.length)).join(' ')
}

function columnsOf({ name, columns, rows }: TableInfo, tables: number): string {
  if (rows === 0) return `The dataset of \`${name}\` is empty, so that there are no columns.`
  const most = Math.ceil(MAX_LISTED / tables)
  const shown = columns.slice(0, most).map((column) => shorten(quoteName(column.name), MAX_NAME))
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
