import type { ComponentChild } from 'preact'
import { useId, useMemo } from 'preact/hooks'
import { useFormats } from '../use-host.ts'
import type { Sort } from './arrange.ts'
import { isNumeric } from './columns.ts'
import { type RowsPage, rowNumber } from './rows-page.ts'
import { ValueCell } from './value-cell.tsx'

interface RowsTableProps {
  caption: string
  page: RowsPage
  /** The columns that are shown, and the values of all rows of the page in their order. */
  columns: readonly string[]
  rows: readonly (readonly unknown[])[]
  /** The indexes of the rows that are shown, in their order. */
  order: readonly number[]
  sort: Sort | undefined
  onSort: (column: string) => void
  /** Called with the index of a row that is wanted in full. */
  onOpen: (index: number) => void
}

/** A table of rows, each with its number, which opens it in full. */
export function RowsTable(props: RowsTableProps) {
  const { caption, page, columns, rows, order, sort, onSort, onOpen } = props
  const id = useId()
  const formats = useFormats()
  const numeric = useMemo(
    () => columns.map((_, place) => isNumeric(rows.map((row) => row[place]))),
    [columns, rows],
  )
  // A row that was drawn stays as it is while others are filtered out or moved.
  const drawn = useMemo(() => new Map<number, ComponentChild>(), [page, columns, numeric, formats])
  for (const index of order) {
    if (drawn.has(index)) continue
    const name = formats.number(rowNumber(page, index))
    const cells = { name, columns, numeric, values: rows[index] ?? [] }
    drawn.set(index, <Row key={index} {...cells} onOpen={() => onOpen(index)} />)
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls the box.
    <section class="table-box" tabIndex={0} aria-labelledby={id}>
      <table>
        <caption id={id}>{caption}</caption>
        <thead>
          <tr>
            <th scope="col" class="number">
              <span class="hidden-text">Row</span>
              <span aria-hidden="true">#</span>
            </th>
            {columns.map((column, place) => (
              <HeaderCell key={column} {...{ column, sort, onSort }} isNumber={numeric[place]} />
            ))}
          </tr>
        </thead>
        <tbody>{order.map((index) => drawn.get(index))}</tbody>
      </table>
    </section>
  )
}

interface HeaderCellProps {
  column: string
  sort: Sort | undefined
  isNumber: boolean | undefined
  onSort: (column: string) => void
}

function HeaderCell({ column, sort, isNumber, onSort }: HeaderCellProps) {
  const isSorted = sort?.column === column
  const direction = isSorted && sort.isDescending ? 'descending' : 'ascending'
  const arrow = direction === 'ascending' ? '▲' : '▼'
  return (
    <th
      scope="col"
      class={isNumber ? 'number' : undefined}
      aria-sort={isSorted ? direction : 'none'}
    >
      <button type="button" class="sort" onClick={() => onSort(column)}>
        <bdi>{column}</bdi>
        <span aria-hidden="true" class="arrow">
          {isSorted ? arrow : ''}
        </span>
      </button>
    </th>
  )
}

interface RowProps {
  name: string
  columns: readonly string[]
  values: readonly unknown[]
  numeric: readonly boolean[]
  onOpen: () => void
}

function Row({ name, columns, values, numeric, onOpen }: RowProps) {
  return (
    <tr>
      <th scope="row" class="number">
        <button type="button" class="plain" aria-label={`Row ${name} in full`} onClick={onOpen}>
          {name}
        </button>
      </th>
      {columns.map((column, place) => (
        <td key={column} class={numeric[place] ? 'number' : undefined}>
          <ValueCell value={values[place]} column={column} row={name} />
        </td>
      ))}
    </tr>
  )
}
