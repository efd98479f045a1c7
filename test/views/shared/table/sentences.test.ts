import { describe, expect, it } from 'vitest'
import { createFormats } from '../../../../src/views/shared/formats.ts'
import { pageOfAnswer, pageOfItems } from '../../../../src/views/shared/table/rows-page.ts'
import type { RowsState } from '../../../../src/views/shared/table/rows-state.ts'
import { arrangementLine, pageLine } from '../../../../src/views/shared/table/sentences.ts'

const formats = createFormats('en')
const page = pageOfItems({
  items: [{ a: 1 }, { a: 2 }],
  offset: 1000,
  count: 2,
  total: 100_000,
  next: { offset: 1002 },
})
const state: RowsState = {
  page,
  columns: ['a'],
  visible: ['a'],
  limit: 50,
  sort: undefined,
  filter: '',
  scope: 'page',
  applied: { sort: undefined, filter: '' },
  loading: undefined,
  error: undefined,
}
const sort = { column: 'a', isDescending: true }
const empty = pageOfAnswer({ columns: [], rows: [], rowCount: 0, scanned: 0, truncated: false })

it.each<[string, Partial<RowsState>]>([
  ['Rows 1,001–1,002 of 100,000', {}],
  ['Rows 1,001–1,002', { page: { ...page, total: undefined } }],
  ['Found rows 1,001–1,002 of 100,000', { applied: { sort, filter: 'x' } }],
  ['No rows', { page: empty }],
  ['No row matches', { page: empty, applied: { sort, filter: 'x' } }],
  ['', { page: undefined }],
])('says %j', (line, change) => expect(pageLine({ ...state, ...change }, formats)).toBe(line))

describe('what sorting and filtering are about', () => {
  it.each<[string, Partial<RowsState>]>([
    ['', {}],
    ['Loading rows…', { loading: 0 }],
    ['Loading rows… 1,150', { loading: 1150 }],
    ['Only this page, 1 of 2 rows: filtered by “2”.', { filter: ' 2 ' }],
    ['Only this page, 1 of 2 rows: sorted by a, descending.', { sort }],
    [
      'Only this page, 1 of 2 rows: sorted by gnp, descending.',
      { sort: { column: '\u202e\u2067gnp', isDescending: true } },
    ],
    [
      'All rows: filtered by “x”, sorted by a, descending.',
      { scope: 'all', filter: 'x', sort, applied: { filter: 'x', sort } },
    ],
    ['Press Enter to search all rows.', { scope: 'all', filter: 'x' }],
  ])('is %j', (line, change) => {
    expect(arrangementLine({ ...state, ...change }, 1, formats)).toBe(line)
  })
})
