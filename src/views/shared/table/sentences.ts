import type { Formats } from '../formats.ts'
import type { RowsState } from './rows-state.ts'

type NumberFormat = Pick<Formats, 'number'>

/** Says which rows there are: `Rows 1–50 of 500`. */
export function pageLine({ page, applied }: RowsState, { number }: NumberFormat): string {
  if (!page) return ''
  const { offset, rows, total } = page
  const isFound = applied.filter.trim() !== ''
  if (rows.length === 0) return isFound ? 'No row matches' : 'No rows'
  const range = `${number(offset + 1)}–${number(offset + rows.length)}`
  const of = total === undefined ? '' : ` of ${number(total)}`
  return `${isFound ? 'Found rows' : 'Rows'} ${range}${of}`
}

/**
 * Says what sorting and filtering are about: the rows that are loaded, or all.
 * @param shown how many of the loaded rows are shown
 */
export function arrangementLine(state: RowsState, shown: number, { number }: NumberFormat): string {
  const { page, scope, applied, loading } = state
  if (loading !== undefined) return `Loading rows… ${loading > 0 ? number(loading) : ''}`.trim()
  const isAll = scope === 'all'
  const { filter, sort } = isAll ? applied : state
  const parts = [
    filter.trim() && `filtered by “${filter.trim()}”`,
    sort &&
      `sorted by ${sort.column.replace(DIRECTIONS, '')}, ${sort.isDescending ? 'descending' : 'ascending'}`,
  ].filter((part) => part)
  const waits = isAll && state.filter !== filter ? 'Press Enter to search all rows.' : ''
  if (!page || parts.length === 0) return waits
  const where = isAll
    ? 'All rows'
    : `Only this page, ${number(shown)} of ${number(page.rows.length)} rows`
  return `${where}: ${parts.join(', ')}. ${waits}`.trim()
}

/** Matches characters that set the direction of what follows: a name with one would turn the sentence around. */
const DIRECTIONS = /\p{Bidi_Control}/gu
