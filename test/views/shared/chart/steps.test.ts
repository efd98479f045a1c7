import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberIn } from '../../../../src/views/shared/chart/column-types.ts'
import { stepsOf } from '../../../../src/views/shared/chart/steps.ts'
import { propertyRuns } from '../../../support/property-runs.ts'

const shown = (from: string, to: string, count: number) =>
  stepsOf(Date.parse(from), Date.parse(to), count, true).steps.map((step) =>
    new Date(step).toISOString().slice(0, 19),
  )

describe('steps', () => {
  it('of numbers are round and cover the range', () => {
    expect(stepsOf(3, 97, 5, false)).toEqual({ domain: [0, 100], steps: [0, 20, 40, 60, 80, 100] })
    expect(stepsOf(0.12, 0.31, 2, false).steps).toEqual([0, 0.2, 0.4])
  })

  it.each([
    [
      '2026-01-01T10:00:03Z',
      '2026-01-01T10:00:20Z',
      ['2026-01-01T10:00:05', '2026-01-01T10:00:20'],
    ],
    [
      '2026-01-01T10:20:00Z',
      '2026-01-01T13:10:00Z',
      ['2026-01-01T11:00:00', '2026-01-01T13:00:00'],
    ],
    ['2026-01-01', '2026-01-04', ['2026-01-01T00:00:00', '2026-01-04T00:00:00']],
    // Mondays.
    ['2026-01-01', '2026-01-27', ['2026-01-05T00:00:00', '2026-01-26T00:00:00']],
    ['2026-01-20', '2026-04-10', ['2026-02-01T00:00:00', '2026-04-01T00:00:00']],
    ['2019-05-01', '2024-02-01', ['2020-01-01T00:00:00', '2024-01-01T00:00:00']],
    ['0000-01-01', '9999-01-01', ['0000-01-01T00:00:00', '9000-01-01T00:00:00']],
  ])('of times from %s to %s go from %j', (from, to, ends) => {
    const steps = shown(from, to, 5)
    expect([steps[0], steps.at(-1)]).toEqual(ends)
    expect(steps.length).toBeLessThan(12)
  })

  it('of thousands of years are few if few are wanted', () => {
    expect(shown('1970-01-01', '9000-01-01', 2)).toEqual([
      '2000-01-01T00:00:00',
      '4000-01-01T00:00:00',
      '6000-01-01T00:00:00',
      '8000-01-01T00:00:00',
    ])
  })

  it('never are many, lie in the domain, and go up', () => {
    const number = fc.double({ noNaN: true }).map((one) => numberIn(one) ?? 0)
    const time = fc.date({ noInvalidDate: true, min: new Date(-6e13), max: new Date(2.5e14) })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.tuple(number, number, fc.constant(false)),
          fc.tuple(time.map(Number), time.map(Number), fc.constant(true)),
        ),
        fc.integer({ min: 2, max: 20 }),
        ([a, b, isTime], count) => {
          const { domain, steps } = stepsOf(Math.min(a, b), Math.max(a, b), count, isTime)
          expect(domain[0]).toBeLessThan(domain[1])
          expect(steps.length).toBeLessThan(3 * count + 2)
          steps.forEach((step, at) => {
            expect(step).toBeGreaterThanOrEqual(domain[0])
            expect(step).toBeLessThanOrEqual(domain[1])
            if (at > 0) expect(step).toBeGreaterThan(steps[at - 1] ?? step)
          })
        },
      ),
      propertyRuns(100),
    )
  })
})
