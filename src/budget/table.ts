import { isEmpty } from './empty-fields.ts'
import { KnownTokens } from './known-tokens.ts'
import { LongText } from './pruned.ts'
import { countAll, type RowForm } from './row-form.ts'
import { exceeds, fitByBytes } from './row-tokens.ts'
import { shortestRow } from './shortest-row.ts'
import { countTokens } from './token-cost.ts'

/** Stands for a field that a row does not have. It is doubled as long as a row has this very text. */
const MISSING_MARK = '∅'
/** The column of rows that are not objects. It gets a `_` more as long as a field has this name. */
const VALUE_COLUMN = '_value'
/** What a missing value takes at most, with its comma, and what an empty one takes. */
const MISSING_TOKENS = 4
const EMPTY_TOKENS = 2

/** Rows with the names of their fields once. */
export interface Table {
  columns: string[]
  /** The values of each row, in the order of the columns. */
  rows: unknown[][]
  /** What stands for a field that a row does not have; undefined if every row has all. */
  missingMark: string | undefined
  /** The column of the rows that are not objects; undefined if all are. */
  valueColumn: string | undefined
  /** Whether fields without a value in any row have no column. */
  hasOmitted: boolean
}

interface TableOptions {
  /** Whether a field gets a column that is null, empty or missing in all rows. */
  keepEmpty: boolean
}

/** Returns the form of rows that `toTable` shows. */
export function tableForm(options: TableOptions): RowForm {
  const form: RowForm = {
    counter: (most) => tableCounter(options, most),
    shortestCounter(most) {
      const count = tableCounter(options, most, shortestTokens)
      let isOver = false
      return (row) => {
        // Of a row that was counted before, no more is known now: there may only be less room for it.
        isOver ||= shortestTokens.of(row) === undefined && exceeds(row, most)
        return isOver ? Number.POSITIVE_INFINITY : count(shortestRow(row), row)
      }
    },
    areSmall: (rows, maxTokens) => fitByBytes(rows, maxTokens) && form.fits(rows, maxTokens),
    fits: (rows, maxTokens) => countAll(form, rows, maxTokens) <= maxTokens,
  }
  return form
}

/** Shows rows as a table. The columns stand in the order in which the fields first appear. */
export function toTable(rows: readonly unknown[], { keepEmpty }: TableOptions): Table {
  const isShown = new Map<string, boolean>()
  for (const row of rows) {
    for (const [name, value] of fieldsOf(row) ?? [])
      isShown.set(name, keepEmpty || !isEmpty(value) || isShown.get(name) === true)
  }
  const columns = [...isShown].filter(([, shown]) => shown).map(([name]) => name)
  const hasOther = rows.some((row) => fieldsOf(row) === undefined)
  const valueColumn = hasOther ? unusedName(VALUE_COLUMN, '_', new Set(isShown.keys())) : undefined
  const shown = [...columns, ...(valueColumn === undefined ? [] : [valueColumn])]
  const mark = unusedName(MISSING_MARK, MISSING_MARK, new Set(rows.flatMap(textsOf)))
  const cells = rows.map((row) => cellsOf(row, shown, mark))
  return {
    columns: shown,
    rows: cells,
    missingMark: cells.some((row) => row.includes(mark)) ? mark : undefined,
    valueColumn,
    hasOmitted: columns.length < isShown.size,
  }
}

/**
 * Returns a function that counts a table row after row, whichever columns the later ones add.
 * @param known what the values of rows take, by the row or by what it was made of
 */
function tableCounter(
  { keepEmpty }: TableOptions,
  most?: number,
  known = valueTokens,
): (row: unknown, origin?: unknown) => number {
  /** How many empty values each field has, whether it has a column yet or not. */
  const empty = new Map<string, number>()
  const columns = new Set<string>()
  const cells = { rows: 0, filled: 0, empty: 0 }
  let tokens = 0
  const addColumn = (name: string) => {
    columns.add(name)
    cells.empty += empty.get(name) ?? 0
    tokens += countTokens(name) + 1
  }
  const addEmpty = (name: string) => {
    empty.set(name, (empty.get(name) ?? 0) + 1)
    if (columns.has(name)) cells.empty++
  }
  return (row, origin = row) => {
    const filled: unknown[] = []
    for (const [name, value] of fieldsOf(row) ?? [[VALUE_COLUMN, row]]) {
      const isShown = keepEmpty || !isEmpty(value)
      if (isShown) filled.push(value)
      if (isShown && !columns.has(name)) addColumn(name)
      if (!isShown) addEmpty(name)
    }
    cells.rows++
    cells.filled += filled.length
    tokens += known.ofOrCount(origin, () => countTokens(filled, most) + 1)
    const missing = cells.rows * columns.size - cells.filled - cells.empty
    return tokens + cells.empty * EMPTY_TOKENS + missing * MISSING_TOKENS
  }
}

/** What the values of rows take as they are, and with their strings at their shortest. */
const valueTokens = new KnownTokens()
const shortestTokens = new KnownTokens()

/** Returns the fields of a row; undefined if it is not an object. */
function fieldsOf(row: unknown): [string, unknown][] | undefined {
  const isObject = typeof row === 'object' && row !== null && !Array.isArray(row)
  return isObject && !(row instanceof LongText) ? Object.entries(row) : undefined
}

function cellsOf(row: unknown, columns: readonly string[], mark: string): unknown[] {
  const fields = fieldsOf(row)
  if (!fields) return columns.map((_, i) => (i === columns.length - 1 ? row : mark))
  const values = new Map(fields)
  return columns.map((name) => (values.has(name) ? values.get(name) : mark))
}

function textsOf(row: unknown): string[] {
  const values = fieldsOf(row)?.map(([, value]) => value) ?? [row]
  return values.filter((value) => typeof value === 'string')
}

/** Returns a name, lengthened as often as it takes to be none of those that are in use. */
function unusedName(name: string, more: string, used: ReadonlySet<string>): string {
  let unused = name
  while (used.has(unused)) unused = more + unused
  return unused
}
