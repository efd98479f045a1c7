import type { GetDatasetResult, ListDatasetItemsResult, QueryDatasetResult } from '../results.ts'
import { isRecord, numberOf } from '../values.ts'

/** Rows as a table shows them, as many as were loaded together. */
export interface RowsPage {
  columns: string[]
  /** The values of each row in the order of the columns. Undefined: the row has no such field. */
  rows: unknown[][]
  /** The offset of each row in its dataset, undefined if that is not known. */
  positions: (number | undefined)[]
  /** Where the page begins among all rows that match. */
  offset: number
  /** Where the next page begins; undefined on the last. */
  next: number | undefined
  /** How many rows match in all, if known. */
  total: number | undefined
  /** What the server says beside the rows. */
  note: string | undefined
}

type Args = Record<string, unknown>

/** The column of the offsets of rows in their dataset, as the server names it. */
const ROW_COLUMN = '_row'
/** The column of rows that are not objects, as the server names it. */
export const VALUE_COLUMN = '_value'
/** Matches where a note says what stands for a field that a row does not have. */
const MISSING_MARK = /"(∅+)": the row has no such field\./

export function isItemsResult(value: unknown): value is ListDatasetItemsResult {
  if (!isRecord(value) || numberOf(value.offset) === undefined) return false
  return Array.isArray(value.items) || isTable(value) || typeof value.text === 'string'
}

export function isQueryResult(value: unknown): value is QueryDatasetResult {
  return isRecord(value) && isTable(value) && typeof value.truncated === 'boolean'
}

export function isDatasetResult(value: unknown): value is GetDatasetResult {
  return isRecord(value) && typeof value.datasetId === 'string' && 'sampledRows' in value
}

function isTable({ columns, rows }: Record<string, unknown>): boolean {
  return Array.isArray(columns) && Array.isArray(rows) && rows.every(Array.isArray)
}

/**
 * Reads a result of `list_dataset_items`, as objects or as a table.
 * @param args the arguments of the call
 */
export function pageOfItems(result: ListDatasetItemsResult, args: Args = {}): RowsPage {
  const { items, offset, next, total, note } = result
  const { columns, rows } = items ? tableOf(items) : withoutMark(result)
  const used = (next?.offset ?? offset + rows.length) - offset
  const isKnown = isPlainOrder(args) && used === rows.length
  return {
    columns,
    rows,
    positions: rows.map((_, i) => (isKnown ? offset + i : undefined)),
    offset,
    next: next?.offset,
    total,
    note,
  }
}

/** Tells whether rows keep the order and the count that they have in the dataset. */
export function isPlainOrder({ desc, clean, unwind }: Args): boolean {
  return !desc && !clean && !unwind
}

/**
 * Reads a result of `query_dataset`. A first column `_row` has the offsets of the rows.
 * @param offset how many rows were skipped
 */
export function pageOfAnswer(result: QueryDatasetResult, offset = 0): RowsPage {
  const { columns, rows, truncated, note } = result
  const end = offset + rows.length
  const first = columns[0] === ROW_COLUMN ? 1 : 0
  return {
    columns: columns.slice(first),
    rows: first === 0 ? rows : rows.map((row) => row.slice(first)),
    positions: rows.map(([position]) => (first === 0 ? undefined : numberOf(position))),
    offset,
    next: truncated && rows.length > 0 ? end : undefined,
    total: truncated ? undefined : end,
    note,
  }
}

/** Puts the rows of a page behind those of the page before it. */
export function joinPages(first: RowsPage, second: RowsPage): RowsPage {
  const columns = [...new Set([...first.columns, ...second.columns])]
  return {
    ...second,
    columns,
    rows: [...inColumns(first, columns), ...inColumns(second, columns)],
    positions: [...first.positions, ...second.positions],
    offset: first.offset,
    note: first.note,
  }
}

/** Returns the values of the rows in the order of the given columns. */
export function inColumns(
  { columns, rows }: Pick<RowsPage, 'columns' | 'rows'>,
  wanted: readonly string[],
): unknown[][] {
  const places = wanted.map((name) => columns.indexOf(name))
  if (places.length === columns.length && places.every((place, i) => place === i)) return rows
  return rows.map((row) => places.map((place) => row[place]))
}

/** Returns the number of a row, from 1: in its dataset if that is known, or else in what was found. */
export function rowNumber({ positions, offset }: RowsPage, index: number): number {
  return (positions[index] ?? offset + index) + 1
}

function tableOf(items: readonly unknown[]): Pick<RowsPage, 'columns' | 'rows'> {
  const objects = items.map((item) => (isRecord(item) ? item : { [VALUE_COLUMN]: item }))
  const columns = [...new Set(objects.flatMap(Object.keys))]
  const fieldOf = (row: Record<string, unknown>, name: string) =>
    Object.hasOwn(row, name) ? row[name] : undefined
  return { columns, rows: objects.map((row) => columns.map((name) => fieldOf(row, name))) }
}

function withoutMark({ columns = [], rows = [], note = '' }: ListDatasetItemsResult) {
  const mark = MISSING_MARK.exec(note)?.[1]
  const clear = (value: unknown) => (value === mark ? undefined : value)
  return { columns, rows: mark === undefined ? rows : rows.map((row) => row.map(clear)) }
}
