import { describe, expect, it } from 'vitest'
import { type ChartData, chartData } from '../../../../src/views/shared/chart/chart-data.ts'
import { typeColumns } from '../../../../src/views/shared/chart/column-types.ts'
import { choosePlan, type Wish } from '../../../../src/views/shared/chart/plan.ts'

function dataOf(
  rows: unknown[][],
  wish: Wish = {},
  together: 'average' | 'sum' = 'average',
): ChartData {
  const columns = typeColumns(
    (rows[0] ?? []).map((_, at) => `column${at}`),
    rows,
  )
  const plan = choosePlan(columns, wish)
  if (!plan) throw new Error('Nothing can be drawn.')
  return chartData(plan, together)
}

function barsOf(data: ChartData) {
  return data.shape === 'bars' ? data.bars.map(({ label, value }) => [label, value]) : []
}

describe('bars', () => {
  const rows = [
    ['red', 2],
    ['green', 10],
    ['red', 4],
    [null, 3],
    ['green', null],
  ]

  it('average the rows of a category', () => {
    const data = dataOf(rows, { kind: 'bar', y: 1 })
    expect(barsOf(data)).toEqual([
      ['green', 10],
      ['red', 3],
    ])
    expect(data).toMatchObject({ skipped: 2, isTogether: true })
  })

  it('add the rows of a category up when told so', () => {
    expect(barsOf(dataOf(rows, { kind: 'bar', y: 1 }, 'sum'))).toEqual([
      ['green', 10],
      ['red', 6],
    ])
  })

  it('count the rows of a category', () => {
    const data = dataOf(rows, { kind: 'bar', x: 0, y: -1 })
    expect(barsOf(data)).toEqual([
      ['red', 2],
      ['green', 2],
    ])
    expect(data).toMatchObject({ skipped: 1, isTogether: false })
  })

  it('are 20 at most, and one for the others', () => {
    const many = Array.from({ length: 60 }, (_, at) => [`name ${at % 30}`, at % 30])
    const counted = dataOf(many, { kind: 'bar', x: 0, y: -1 })
    expect(barsOf(counted)).toHaveLength(21)
    expect(barsOf(counted).at(-1)).toEqual(['Others', 20])
    expect(barsOf(dataOf(many, { kind: 'bar', x: 0, y: 1 })).at(-1)).toEqual(['Others', 4.5])
    expect(barsOf(dataOf(many, { kind: 'bar', x: 0, y: 1 }, 'sum')).at(-1)).toEqual(['Others', 90])
  })

  it('take names of members that every object has', () => {
    const data = dataOf([['constructor'], ['__proto__'], ['__proto__']], { kind: 'bar' })
    expect(barsOf(data)).toEqual([
      ['__proto__', 2],
      ['constructor', 1],
    ])
  })
})

describe('points', () => {
  it('of a line go from left to right, one for each place, without rows that have no value', () => {
    const days = Array.from({ length: 20 }, (_, at) => [
      `2026-01-${String(20 - at).padStart(2, '0')}`,
      at,
    ])
    const data = dataOf([...days, ['2026-01-20', 10], ['never', 1]])
    if (data.shape !== 'points') throw new Error(data.shape)
    expect(data.points).toHaveLength(20)
    expect(data.points[0]).toEqual([Date.UTC(2026, 0, 1), 19])
    expect(data.points.at(-1)).toEqual([Date.UTC(2026, 0, 20), 5])
    expect(data).toMatchObject({ skipped: 1, isTogether: true, total: 20 })
  })

  it('of a scatter stay in their order', () => {
    const data = dataOf([
      [3.5, 1],
      [1, 2],
      [null, 2],
      [3.5, 4],
    ])
    expect(data).toMatchObject({
      shape: 'points',
      skipped: 1,
      isTogether: false,
      points: [
        [3.5, 1],
        [1, 2],
        [3.5, 4],
      ],
    })
  })

  it('are 2,000 at most, from the first on at even distances', () => {
    const data = dataOf(
      Array.from({ length: 5000 }, (_, at) => [at / 2, (at * 7) % 11]),
      { kind: 'scatter' },
    )
    if (data.shape !== 'points') throw new Error(data.shape)
    expect(data.total).toBe(5000)
    expect(data.points).toHaveLength(2000)
    expect(data.points.slice(0, 3).map(([x]) => x)).toEqual([0, 1, 2.5])
  })
})

describe('the ranges of a histogram', () => {
  it('hold each value once', () => {
    const data = dataOf(
      Array.from({ length: 101 }, (_, at) => [at]),
      { kind: 'histogram' },
    )
    if (data.shape !== 'bins') throw new Error(data.shape)
    expect(data.bins.reduce((sum, { count }) => sum + count, 0)).toBe(101)
    expect(data.bins[0]).toEqual({ from: 0, to: 5, count: 5 })
    expect(data.bins.at(-1)).toEqual({ from: 95, to: 100, count: 6 })
  })

  it('are there for one value alone', () => {
    const data = dataOf([[7], [7]], { kind: 'histogram' })
    if (data.shape !== 'bins') throw new Error(data.shape)
    expect(data.bins.reduce((sum, { count }) => sum + count, 0)).toBe(2)
  })

  it('are days, months and so on for times', () => {
    const data = dataOf([['2026-01-05'], ['2026-03-20'], ['2026-12-24'], [null]])
    if (data.shape !== 'bins') throw new Error(data.shape)
    expect(data.skipped).toBe(1)
    expect(
      data.bins.map(({ from }) => new Date(from).toISOString().slice(0, 10)).slice(0, 3),
    ).toEqual(['2026-01-05', '2026-02-01', '2026-03-01'])
  })
})
