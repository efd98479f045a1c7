import type { Formats } from '../formats.ts'
import type { RowsPage } from './rows-page.ts'
import type { RowsState } from './rows-state.ts'

type NumberFormat = Pick<Formats, 'number'>

/** Says which rows a page has: `Rows 1–50 of 500`. */
export function pageLine(page: RowsPage, { applied }: RowsState, formats: NumberFormat): string {
  const { offset, rows, total, next } = page
  const number = (value: number) => formats.number(value)
  const known = total ?? (next === undefined ? offset + rows.length : undefined)
  const isFound = applied.filter.trim() !== ''
  if (rows.length === 0) return isFound ? 'No row matches' : 'No rows'
  const range = `${number(offset + 1)}–${number(offset + rows.length)}`
  const of = known === undefined ? '' : ` of ${number(known)}`
  return `${isFound ? 'Found rows' : 'Rows'} ${range}${of}`
}

/**
 * Says what sorting and filtering are about: the rows that are loaded, or all.
 * @param shown how many of the loaded rows are shown
 */
export function arrangementLine(state: RowsState, shown: number, formats: NumberFormat): string {
  const { page, scope, applied, filter, sort, loading } = state
  if (loading !== undefined)
    return loading === 0 ? 'Loading rows…' : `Loading rows… ${formats.number(loading)} so far`
  if (!page) return ''
  const active = scope === 'all' ? applied : { filter, sort }
  const text = active.filter.trim()
  const parts = [
    text !== '' && `filtered by “${text}”`,
    active.sort &&
      `sorted by ${active.sort.column}, ${active.sort.isDescending ? 'descending' : 'ascending'}`,
  ].filter((part) => part)
  const waits = scope === 'all' && filter.trim() !== applied.filter.trim() ? WAITS : ''
  if (parts.length === 0) return waits
  const count = page.rows.length
  const where =
    scope === 'all'
      ? 'All rows'
      : `This page only (${formats.number(shown)} of ${formats.number(count)} rows)`
  return `${where}: ${parts.join(', ')}. ${waits}`.trim()
}

const WAITS = 'Press Search to look through all rows.'
