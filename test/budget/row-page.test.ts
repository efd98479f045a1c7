import { describe, expect, it } from 'vitest'
import { credibleTotal, nextOffset, readRows } from '../../src/budget/row-page.ts'
import { stream } from '../support/fake-storages.ts'

type Options = Partial<Parameters<typeof readRows>[1]>

/** Reads rows, and counts how many were taken from the source. */
async function read(rows: readonly unknown[], options: Options = {}) {
  let taken = 0
  const source = (function* () {
    for (const row of rows) {
      taken++
      yield { row, bytes: JSON.stringify(row).length + 1 }
    }
  })()
  const page = await readRows(stream(source), { limit: 1000, maxTokens: 1000, ...options })
  return { page, taken }
}

const numbers = (count: number) => Array.from({ length: count }, (_, n) => ({ n }))
const ROWS = numbers(6)

describe('readRows', () => {
  it.each([
    ['all rows', {}, [0, 1, 2, 3, 4, 5], 6, true],
    ['up to the limit', { limit: 4 }, [0, 1, 2, 3], 4, false],
    ['exactly the limit', { limit: 6 }, [0, 1, 2, 3, 4, 5], 6, true],
    ['past skipped rows', { skip: 2, limit: 2 }, [2, 3], 4, false],
    ['past skipped rows to the end', { skip: 4 }, [4, 5], 6, true],
    ['nothing past the end', { skip: 9 }, [], 6, true],
  ])('reads %s', async (_, options, expected, rowsRead, reachedEnd) => {
    const { page } = await read(ROWS, options)
    expect(page.rows).toEqual(expected.map((n) => ({ n })))
    expect(page.positions).toEqual(expected.map((n) => n + 1))
    expect(page).toMatchObject({ rowsRead, reachedEnd, pruned: false, noFieldMatched: false })
  })

  it('counts the rows that the source has left out', async () => {
    const { page } = await read(ROWS, { skip: 9, skipped: 8, limit: 2 })
    expect(page).toMatchObject({ rows: [{ n: 1 }, { n: 2 }], positions: [10, 11], rowsRead: 11 })
    const { page: end } = await read([], { skip: 99, skipped: 40 })
    expect(end).toMatchObject({ rows: [], rowsRead: 40, reachedEnd: true })
  })

  it('stops at the budget, and takes one row more to know that there is one', async () => {
    const { page, taken } = await read(numbers(1000), { maxTokens: 50 })
    expect(page.rows.length).toBeGreaterThan(2)
    expect(page.rows.length).toBeLessThan(50)
    expect(page.rowsRead).toBe(page.rows.length)
    expect(taken).toBe(page.rows.length + 1)
    expect(page.reachedEnd).toBe(false)
  })

  it('takes a first row that alone exceeds the budget', async () => {
    const large = { list: Array.from({ length: 1000 }, (_, n) => n) }
    const { page } = await read([large, { n: 1 }], { maxTokens: 50 })
    expect(page).toMatchObject({ rows: [large], rowsRead: 1, reachedEnd: false })
  })

  it('counts strings as short as they can become', async () => {
    const texts = Array.from({ length: 5 }, () => ({ text: 'many words '.repeat(200) }))
    expect((await read(texts, { maxTokens: 500 })).page.rows).toHaveLength(5)
  })

  it('stops after 1 MB of rows', async () => {
    const texts = Array.from({ length: 9 }, () => ({ text: 'x'.repeat(300_000) }))
    expect((await read(texts, { maxTokens: 100_000 })).page.rows).toHaveLength(3)
  })

  it('leaves out empty rows and counts them', async () => {
    const { page } = await read([{}, { n: 0 }, {}, { n: 1 }, {}], { skipEmpty: true })
    expect(page).toMatchObject({ rows: [{ n: 0 }, { n: 1 }], positions: [2, 4], rowsRead: 5 })
  })

  it.each([
    ['null', { a: 1, b: null }, { a: 1 }],
    ['empty texts, arrays and objects', { a: 1, b: '', c: [], d: {} }, { a: 1 }],
    ['empty fields deep inside', { a: [{ b: { c: '' }, d: 1 }] }, { a: [{ d: 1 }] }],
    ['what becomes empty', { a: 1, b: { c: { d: null } } }, { a: 1 }],
  ])('prunes %s', async (_, row, pruned) => {
    expect((await read([row], { prune: 'fields' })).page).toMatchObject({
      rows: [pruned],
      pruned: true,
    })
    expect((await read([row])).page).toMatchObject({ rows: [row], pruned: false })
  })

  it.each([
    ['zero and false', { a: 0, b: false }],
    ['empty entries of arrays', { a: [null, '', {}, 1] }],
  ])('keeps %s', async (_, row) => {
    expect((await read([row], { prune: 'fields' })).page).toMatchObject({
      rows: [row],
      pruned: false,
    })
  })

  it.each([
    ['no row has the chosen fields', [{}, {}], {}, true],
    ['one row has them', [{}, { n: 1 }], {}, false],
    ['no fields were chosen', [{}, {}], { prune: 'fields' as const }, false],
    ['there are no rows', [], {}, false],
  ])('noFieldMatched: %s', async (_, rows, options, noFieldMatched) => {
    expect((await read(rows, options)).page.noFieldMatched).toBe(noFieldMatched)
  })
})

describe('nextOffset', () => {
  it.each([
    ['all rows of a full page were used', 5, 5, 20, 15],
    ['some rows were used', 5, 2, 20, 12],
    ['some rows of the last page were used', 5, 2, 15, 12],
    ['the last page was used', 5, 5, 15, undefined],
    ['there was no row', 0, 0, 20, undefined],
    ['a full page without a total', 5, 5, undefined, 15],
    ['a short page without a total', 4, 4, undefined, undefined],
    ['a short page without a total, used in part', 4, 1, undefined, 11],
    ['a full page with a total that is too small', 5, 5, 14, 15],
    ['a short page with a total that is too small', 4, 4, 0, undefined],
  ])('%s', (_, rowsRead, rowsUsed, total, next) => {
    const range = { offset: 10, limit: 5 }
    const expected = next === undefined ? undefined : { offset: next }
    expect(nextOffset(range, { rowsRead, rowsUsed }, total)).toEqual(expected)
  })
})

it.each([
  [undefined, 0, undefined],
  [0, 0, 0],
  [0, 1, undefined],
  [9, 9, 9],
  [8, 9, undefined],
  [9.5, 9, undefined],
  [-1, 0, undefined],
])('of a count of %s and %s seen entries, the total is %s', (total, seen, credible) => {
  expect(credibleTotal(total, seen)).toBe(credible)
})
