import { describe, expect, it } from 'vitest'
import {
  inColumns,
  isDatasetResult,
  isItemsResult,
  isQueryResult,
  joinPages,
  pageOfAnswer,
  pageOfItems,
  rowNumber,
} from '../../../../src/views/shared/table/rows-page.ts'

const page = pageOfItems({
  items: [{ a: 1, b: null }, 'text', { ['__proto__']: 2, c: 3 }],
  offset: 10,
  count: 3,
  total: 50,
  next: { offset: 13 },
})

describe('rows of a dataset', () => {
  it('as objects have a column for each field, and one for what is no object', () => {
    expect(page).toMatchObject({
      columns: ['a', 'b', '_value', '__proto__', 'c'],
      rows: [
        [1, null, undefined, undefined, undefined],
        [undefined, undefined, 'text', undefined, undefined],
        [undefined, undefined, undefined, 2, 3],
      ],
      positions: [10, 11, 12],
      offset: 10,
      next: 13,
      total: 50,
    })
    expect(rowNumber(page, 1)).toBe(12)
  })

  it('as a table lack what the note says is missing', () => {
    const table = {
      columns: ['a', 'b'],
      rows: [
        [1, '∅∅'],
        ['∅', 2],
      ],
      offset: 0,
      count: 2,
    }
    const note = '"∅∅": the row has no such field. More.'
    expect(pageOfItems({ ...table, note }).rows).toEqual([
      [1, undefined],
      ['∅', 2],
    ])
    expect(pageOfItems(table).rows).toEqual(table.rows)
  })

  it.each([{ desc: true }, { clean: true }, { unwind: ['a'] }])(
    'with %j have no known offsets',
    (args) => {
      const result = { items: [{ a: 1 }], offset: 5, count: 1 }
      expect(pageOfItems(result, args).positions).toEqual([undefined])
      expect(rowNumber(pageOfItems(result, args), 0)).toBe(6)
    },
  )

  it('have no known offsets if some were left out', () => {
    const result = { items: [{ a: 1 }], offset: 0, count: 1, next: { offset: 3 } }
    expect(pageOfItems(result).positions).toEqual([undefined])
  })
})

describe('rows of an answer', () => {
  const answer = {
    columns: ['_row', 'a'],
    rows: [[7, 'x']],
    rowCount: 1,
    scanned: 9,
    truncated: true,
  }

  it('have the offsets that the statement selects', () => {
    expect(pageOfAnswer(answer, 20)).toMatchObject({
      columns: ['a'],
      rows: [['x']],
      positions: [7],
      next: 21,
      total: undefined,
    })
  })

  it('end where there are no more', () => {
    expect(pageOfAnswer({ ...answer, truncated: false }, 20)).toMatchObject({
      next: undefined,
      total: 21,
    })
  })
})

it('pages are joined by the names of their columns', () => {
  const second = pageOfItems({ items: [{ c: 4, d: 5 }], offset: 13, count: 1 })
  const joined = joinPages(page, second)
  expect(joined).toMatchObject({ columns: ['a', 'b', '_value', '__proto__', 'c', 'd'], offset: 10 })
  expect(joined.positions).toEqual([10, 11, 12, 13])
  expect(joined.rows[3]).toEqual([undefined, undefined, undefined, undefined, 4, 5])
  expect(joined.next).toBeUndefined()
  expect(inColumns(joined, ['d', 'missing', 'a'])[0]).toEqual([undefined, undefined, 1])
})

it('results are told apart, and what a host has broken is none', () => {
  const items = { items: [], offset: 0, count: 0 }
  const answer = { columns: [], rows: [], rowCount: 0, scanned: 0, truncated: false }
  const dataset = { datasetId: 'd', sampledRows: 0 }
  const guards = [isItemsResult, isQueryResult, isDatasetResult]
  expect([items, answer, dataset].map((one) => guards.map((is) => is(one)))).toEqual([
    [true, false, false],
    [false, true, false],
    [false, false, true],
  ])
  for (const broken of [null, 1, 'text', [], {}, { ...answer, rows: [1] }, { offset: 0 }])
    expect(guards.some((is) => is(broken))).toBe(false)
})
