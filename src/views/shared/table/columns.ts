import { cellText } from './cell.ts'

/** How many columns are shown until a person chooses others. */
const SHOWN_COLUMNS = 10
/** How many rows tell what a column holds. */
const SAMPLE_ROWS = 20
/** Longer values, on average, are read better in the row than in the table. In characters. */
const LONG_CHARS = 120

/** Returns the columns that a table shows at first: all of a few; of many, those with short plain values. */
export function defaultColumns(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): string[] {
  if (columns.length <= SHOWN_COLUMNS) return [...columns]
  const sample = rows.slice(0, SAMPLE_ROWS)
  const ranks = new Map(
    columns.map((name, place) => [
      name,
      rankOf(
        name,
        sample.map((row) => row[place]),
      ),
    ]),
  )
  const rank = (name: string) => ranks.get(name) ?? 0
  const chosen = columns.toSorted((a, b) => rank(a) - rank(b)).slice(0, SHOWN_COLUMNS)
  return columns.filter((name) => chosen.includes(name))
}

/** Ranks columns by how well a table shows them: 0 is best. */
function rankOf(name: string, values: readonly unknown[]): number {
  const present = values.filter((value) => value !== undefined && value !== null && value !== '')
  if (present.length === 0 || name.startsWith('#')) return 3
  if (present.some((value) => typeof value === 'object')) return 2
  const chars = present.reduce<number>((sum, value) => sum + cellText(value).length, 0)
  return chars / present.length > LONG_CHARS ? 2 : 0
}

/** Tells whether a column holds numbers, which are aligned at their end. */
export function isNumeric(values: readonly unknown[]): boolean {
  const present = values.filter((value) => value !== undefined && value !== null && value !== '')
  return present.length > 0 && present.every((value) => typeof value === 'number')
}
