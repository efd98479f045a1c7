import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chartData } from '../../../../src/views/shared/chart/chart-data.ts'
import { typeColumns } from '../../../../src/views/shared/chart/column-types.ts'
import {
  axesOf,
  barScale,
  binBoxes,
  dotsPath,
  linePath,
  scaleOf,
} from '../../../../src/views/shared/chart/layout.ts'
import { numberMarks, timeMarks } from '../../../../src/views/shared/chart/marks.ts'
import { choosePlan, KINDS, type Plan } from '../../../../src/views/shared/chart/plan.ts'
import { notesOf, sentenceOf, tableOf } from '../../../../src/views/shared/chart/words.ts'
import { propertyRuns } from '../../../support/property-runs.ts'

const formats = { x: String, y: String }

/** Returns all that a chart draws and says, as text. */
function drawn(plan: Plan, width: number): string {
  const data = chartData(plan, 'average')
  const words = [
    sentenceOf(plan, data, 'average', formats),
    notesOf(plan, data, 'average', String),
    JSON.stringify(tableOf(plan, data, 'average', formats)),
  ]
  if (words.some((text) => text.length === 0 && text !== words[1])) throw new Error('No words.')
  if (data.shape === 'bars') {
    const values = data.bars.map(({ value }) => value)
    const scale = barScale(values, 100, Math.max(120, width))
    return JSON.stringify([scale(0), values.map(scale)])
  }
  const isTime = plan.x.kind === 'date'
  const axes = axesOf(data, width, isTime)
  const x = scaleOf(axes.x.domain, 40, Math.max(60, width))
  const y = scaleOf(axes.y.domain, 240, 10)
  const marks = [
    axes.x.steps.map((isTime ? timeMarks : numberMarks)(axes.x.steps, 'en')),
    axes.y.steps.map(numberMarks(axes.y.steps, 'en')),
  ]
  const paths =
    data.shape === 'bins'
      ? JSON.stringify(binBoxes(data.bins, x, y))
      : linePath(data.points, x, y) + dotsPath(data.points, x, y)
  return JSON.stringify([axes.x.steps.map(x), axes.y.steps.map(y), marks]) + paths
}

describe('what is drawn', () => {
  it('has a place for each value, whatever the rows hold', () => {
    const cell = fc.oneof(
      fc.double(),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.integer(),
      fc.constantFrom(null, '', undefined, true, 'red', '1e99', '-1e99', 5e-324, 1e100, {}, []),
      fc.date({ noInvalidDate: true, max: new Date('9999-12-31') }).map((one) => one.toISOString()),
      fc.string(),
    )
    const column = fc.oneof(
      fc.array(fc.double({ noNaN: true }), { minLength: 5, maxLength: 30 }),
      fc.array(fc.integer(), { minLength: 5, maxLength: 30 }),
      fc.array(cell, { minLength: 5, maxLength: 30 }),
    )
    fc.assert(
      fc.property(
        fc.array(column, { maxLength: 3 }),
        fc.integer({ min: 0, max: 900 }),
        (table, width) => {
          const length = Math.max(0, ...table.map((values) => values.length))
          const rows = Array.from({ length }, (_, at) => table.map((values) => values[at]))
          const columns = typeColumns(
            table.map((_, at) => `column${at}`),
            rows,
          )
          for (const kind of KINDS) {
            const plan = choosePlan(columns, { kind })
            // JSON writes numbers that are not finite as null.
            if (plan) expect(drawn(plan, width)).not.toMatch(/NaN|Infinity|null/)
          }
        },
      ),
      propertyRuns(100),
    )
  })

  it('puts values where they belong', () => {
    const x = scaleOf([0, 10], 100, 200)
    const y = scaleOf([0, 4], 240, 0)
    expect(
      linePath(
        [
          [0, 0],
          [5, 2],
          [10, 4],
        ],
        x,
        y,
      ),
    ).toBe('M100 240L150 120L200 0')
    expect(dotsPath([[5, 2]], x, y)).toBe('M150 120h0')
    expect(binBoxes([{ from: 0, to: 5, count: 2 }], x, y)).toEqual([
      { x: 100, width: 49, y: 120, height: 120 },
    ])
  })

  it('keeps zero on the scale of bars', () => {
    expect([0, 5, 10].map(barScale([5, 10], 0, 100))).toEqual([0, 50, 100])
    expect([-10, 0, 10].map(barScale([-10, 10], 0, 100))).toEqual([0, 50, 100])
    expect([-10, 0].map(barScale([-10, -5], 0, 100))).toEqual([0, 100])
    expect(barScale([0], 0, 100)(0)).toBe(0)
  })
})

describe('marks', () => {
  it.each([
    [[0, 20, 40], '20', 20],
    [[0, 0.05, 0.1], '0.05', 0.05],
    [[0, 500_000, 1_000_000], '500K', 500_000],
    [[1_000_000, 1_000_002], '1,000,002', 1_000_002],
    [[0, 1e99], '1E99', 1e99],
    [[0, 2e-9], '2E-9', 2e-9],
    [[0], '0', 0],
  ])('on %j write %s', (steps, text, value) => {
    expect(numberMarks(steps, 'en-US')(value)).toBe(text)
  })

  it.each([
    ['2020-01-01', '2021-01-01', '2020'],
    ['2026-01-01', '2026-02-01', 'Jan 2026'],
    ['2026-01-01', '2026-01-02', 'Jan 1'],
    ['2026-01-01T10:00Z', '2026-01-01T11:00Z', '10:00'],
    ['2026-01-01T10:00:00Z', '2026-01-01T10:00:15Z', '10:00:00'],
  ])('on times %s and %s write %s', (first, second, text) => {
    const steps = [Date.parse(first), Date.parse(second)]
    expect(timeMarks(steps, 'en-US')(Date.parse(first)).replace(/ (AM|PM)/, '')).toBe(text)
  })
})
