import { describe, expect, it } from 'vitest'
import { storedPaging, unwoundPaging } from '../../../../tools/support/dataset-pages/paging.ts'

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
    ['the page ends at the end of the dataset', page(5, {}), 15, undefined],
    ['the dataset goes on', page(5, {}), 20, 15],
    ['not all rows fit', page(5, { rowsUsed: 2 }), 15, 12],
    ['reading stopped at the budget', page(3, { reachedEnd: false }), 15, 13],
    ['empty rows were left out', page(3, { rowsRead: 5 }), 20, 15],
    ['only empty rows were read', page(0, { rowsRead: 5 }), 20, 15],
    ['the offset is beyond the end', page(0, {}), 7, undefined],
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

describe('unwoundPaging', () => {
  it.each([
    ['the last page knows the total', page(5, { rowsRead: 15, skipped: 10 }), 15, undefined],
    ['rows go on', page(5, { rowsRead: 15, skipped: 10, reachedEnd: false }), undefined, 15],
    ['not all rows fit', page(5, { rowsRead: 15, skipped: 10, rowsUsed: 2 }), undefined, 12],
    ['the offset is beyond the end', page(0, { rowsRead: 7 }), 10, undefined],
  ])('%s', (_, { read, fitted }, total, next) => {
    expect(unwoundPaging(SOME, read, fitted)).toEqual({
      total,
      next: next === undefined ? undefined : { offset: next },
    })
  })
})
