import { describe, expect, it } from 'vitest'
import { typeColumns } from '../../../../src/views/shared/chart/column-types.ts'
import { choosePlan, kindsOf, type Plan } from '../../../../src/views/shared/chart/plan.ts'

type Table = Record<string, unknown>[]

const days = ['2026-01-01', '2026-01-02', '2026-01-03']
const prices = [12, 7.5, 30]

/** Makes rows of columns that are as long as each other. */
function rowsOf(columns: Record<string, unknown[]>): Table {
  const length = Math.max(...Object.values(columns).map((values) => values.length))
  return Array.from({ length }, (_, at) =>
    Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[at]])),
  )
}

function typed(rows: Table) {
  const names = Object.keys(rows[0] ?? {})
  return typeColumns(
    names,
    rows.map((row) => names.map((name) => row[name])),
  )
}

function shownBy(plan: Plan | undefined): string {
  return plan ? `${plan.kind}: ${plan.y?.name ?? 'rows'} by ${plan.x.name}` : 'nothing'
}

describe('the proposed chart', () => {
  it.each([
    [{ day: days, price: prices }, 'line: price by day'],
    [{ year: [2021, 2022, 2023], price: prices }, 'line: price by year'],
    [{ color: ['red', 'green', 'red'], price: prices }, 'bar: price by color'],
    [{ color: ['red', 'green', 'red'], day: days, price: prices }, 'line: price by day'],
    [{ color: ['red', 'green', 'red'] }, 'bar: rows by color'],
    [{ inStock: [true, false, true] }, 'bar: rows by inStock'],
    [{ price: prices, rating: [4.1, 3, 4.7] }, 'scatter: rating by price'],
    [{ price: prices }, 'histogram: rows by price'],
    [{ day: days }, 'histogram: rows by day'],
    [{ productId: [77, 3, 12], price: prices }, 'histogram: rows by price'],
    [{ id: [1, 2, 3], price: prices }, 'histogram: rows by price'],
    [
      { url: ['https://a.test/1', 'https://a.test/2', 'https://a.test/3'], price: prices },
      'histogram: rows by price',
    ],
    [
      {
        title: Array.from({ length: 60 }, (_, at) => `Thing ${at}`),
        price: Array.from({ length: 60 }, (_, at) => at % 7),
      },
      'histogram: rows by price',
    ],
    [{ day: ['2026-01-01', '2026-01-01'], price: [1, 2] }, 'histogram: rows by price'],
    [{ one: ['same', 'same'] }, 'bar: rows by one'],
    [{ nested: [{ a: 1 }], list: [[1]] }, 'nothing'],
    [{ empty: [null, null] }, 'nothing'],
  ])('for %j', (columns, expected) => {
    expect(shownBy(choosePlan(typed(rowsOf(columns)), {}))).toBe(expected)
  })

  it('is nothing without columns', () => {
    expect(choosePlan([], {})).toBeUndefined()
    expect(kindsOf([])).toEqual([])
  })
})

describe('the chosen chart', () => {
  const columns = typed(
    rowsOf({ day: days, color: ['red', 'green', 'red'], price: prices, rating: [4.1, 3, 4.7] }),
  )

  it.each([
    [{ kind: 'bar' }, 'bar: rows by color'],
    [{ kind: 'bar', x: 0 }, 'bar: rows by day'],
    [{ kind: 'bar', x: 1 }, 'bar: rows by color'],
    [{ kind: 'bar', x: 1, y: 3 }, 'bar: rating by color'],
    [{ kind: 'bar', x: 1, y: -1 }, 'bar: rows by color'],
    [{ kind: 'scatter', x: 2, y: 3 }, 'scatter: rating by price'],
    [{ kind: 'histogram', x: 3 }, 'histogram: rows by rating'],
    [{ y: 3 }, 'line: rating by day'],
    [{ kind: 'line', x: 1 }, 'line: price by day'],
    [{ x: 99, y: 99 }, 'line: price by day'],
  ] as const)('of %j is %s', (wish, expected) => {
    expect(shownBy(choosePlan(columns, wish))).toBe(expected)
  })

  it('can be of each kind that the columns allow', () => {
    expect(kindsOf(columns)).toEqual(['bar', 'line', 'scatter', 'histogram'])
    expect(kindsOf(typed(rowsOf({ color: ['red', 'green'] })))).toEqual(['bar'])
    expect(kindsOf(typed(rowsOf({ price: prices })))).toEqual(['bar', 'histogram'])
    expect(kindsOf(typed(rowsOf({ price: prices, day: days })))).toContain('line')
  })

  it('falls back to the proposal when the columns no longer allow it', () => {
    const texts = typed(rowsOf({ color: ['red', 'green'] }))
    expect(shownBy(choosePlan(texts, { kind: 'scatter', x: 0, y: 3 }))).toBe('bar: rows by color')
  })
})
