import { describe, expect, it } from 'vitest'
import {
  lateRowsNote,
  storedPaging,
  unwoundPaging,
} from '../../../../tools/support/dataset-pages/paging.ts'

/** A page of `rows` rows, of which `rowsUsed` fit, after `skipped` rows of the source. */
function page(rows: number, { rowsRead = rows, rowsUsed = rows, reachedEnd = true, skipped = 0 }) {
  const source = Array.from({ length: rows }, (_, n) => ({ n }))
  const positions = source.map((_, i) => skipped + i + 1)
  return {
    read: { rows: source, positions, rowsRead, reachedEnd, pruned: false, noFieldMatched: false },
    fitted: {
      rows: source.slice(0, rowsUsed),
      rowsUsed,
      truncatedFields: [],
      truncatedInside: false,
    },
  }
}

const SOME = { offset: 10, limit: 5 }

describe('storedPaging', () => {
  it.each([
    ['the page ends at the end of the dataset', page(4, {}), 14, undefined],
    ['a full page at the end by the count', page(5, {}), 15, 15],
    ['the dataset goes on', page(5, {}), 20, 15],
    ['not all rows fit', page(5, { rowsUsed: 2 }), 15, 12],
    ['reading stopped at the budget', page(3, { reachedEnd: false }), 15, 13],
    ['empty rows were left out', page(3, { rowsRead: 5 }), 20, 15],
    ['only empty rows were read', page(0, { rowsRead: 5 }), 20, 15],
    ['no row although the count says more', page(0, {}), 20, undefined],
    ['a short page although the count says more', page(4, {}), 20, 14],
    ['a full page without a total', page(5, {}), undefined, 15],
    ['a short page without a total', page(4, {}), undefined, undefined],
    ['a short page without a total that does not fit', page(4, { rowsUsed: 1 }), undefined, 11],
  ])('%s', (_, { read, fitted }, total, next) => {
    expect(storedPaging(SOME, read, fitted, total)).toEqual({
      total,
      next: next === undefined ? undefined : { offset: next },
    })
  })
})

describe('a count that lags', () => {
  it.each([
    ['a full page', page(5, {}), 14, 15],
    ['a full page and no count yet', page(5, {}), 0, 15],
    ['a short page', page(4, {}), 13, undefined],
    ['a page of empty rows', page(0, { rowsRead: 5 }), 5, 15],
    ['no row after the former page', page(0, {}), 7, undefined],
    ['one row more than the budget holds', page(3, { reachedEnd: false }), 13, 13],
    ['rows that do not fit', page(5, { rowsUsed: 2 }), 12, 12],
  ])('is left out: %s', (_, { read, fitted }, total, next) => {
    expect(storedPaging(SOME, read, fitted, total)).toEqual({
      total: undefined,
      next: next === undefined ? undefined : { offset: next },
    })
  })

  it.each([
    [10, 0, 15, true],
    [10, 0, 10, false],
    [10, 0, undefined, false],
    [10, 1, 15, false],
  ])('has a note at offset %s with %s rows of %s: %s', (offset, rowsRead, total, has) => {
    expect(lateRowsNote(offset, rowsRead, total) !== undefined).toBe(has)
  })
})

describe('unwoundPaging', () => {
  it.each([
    ['the last page knows the total', page(5, { rowsRead: 15, skipped: 10 }), 15, undefined],
    ['rows go on', page(5, { rowsRead: 15, skipped: 10, reachedEnd: false }), undefined, 15],
    ['not all rows fit', page(5, { rowsRead: 15, skipped: 10, rowsUsed: 2 }), undefined, 12],
    ['the offset is beyond the end', page(0, { rowsRead: 7 }), 7, undefined],
  ])('%s', (_, { read, fitted }, total, next) => {
    expect(unwoundPaging(SOME, read, fitted)).toEqual({
      total,
      next: next === undefined ? undefined : { offset: next },
    })
  })
})
