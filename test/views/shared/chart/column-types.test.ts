import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberIn, timeIn, typeColumns } from '../../../../src/views/shared/chart/column-types.ts'
import { propertyRuns } from '../../../support/property-runs.ts'

/** Types one column with these values. */
function typeOf(values: unknown[], name = 'column') {
  const [column] = typeColumns(
    [name],
    values.map((value) => [value]),
  )
  if (!column) throw new Error('There is no column.')
  return column
}

describe('the type of a column', () => {
  it.each([
    ['numbers', [1, 2.5, -3], 'number'],
    ['numbers as texts', ['1', '-2.50', '1e3'], 'number'],
    ['numbers and gaps', [1, null, undefined, '', 4], 'number'],
    ['numbers and a few texts', [...Array(19).keys(), 'n/a'], 'number'],
    ['numbers and many texts', [1, 2, 'n/a', 'unknown'], 'category'],
    ['prices with a currency', ['1,299.00 EUR', '5.00 EUR'], 'category'],
    ['codes with zeros before them', ['00120', '00430'], 'category'],
    ['codes that no number can hold', ['12345678901234567890', '22345678901234567890'], 'category'],
    ['days', ['2026-01-31', '2026-02-01'], 'date'],
    ['months', ['2026-01', '2026-02'], 'date'],
    ['times with a zone', ['2026-01-31T10:00:00.000Z', '2026-01-31T10:00:00+02:00'], 'date'],
    ['times as SQL writes them', ['2026-01-31 10:00:00', '2026-01-31 10:00'], 'date'],
    ['days that do not exist', ['2026-13-01', '2026-00-10'], 'category'],
    ['texts', ['red', 'green'], 'category'],
    ['truth values', [true, false], 'category'],
    ['objects', [{ a: 1 }, { a: 2 }], 'none'],
    ['lists', [[1], [2]], 'none'],
    ['texts and objects', ['red', { a: 1 }], 'none'],
    ['no values', [null, undefined, ''], 'none'],
    ['no rows', [], 'none'],
    ['what is not finite', [Number.NaN, Number.POSITIVE_INFINITY, 'NaN'], 'category'],
  ])('of %s', (_, values, kind) => {
    expect(typeOf(values).kind).toBe(kind)
  })

  it.each([
    ['createdAt', [1_767_225_600_000, 1_767_312_000_000], 'date'],
    ['timestamp', [1_767_225_600, 1_767_312_000], 'date'],
    ['start_time', ['1767225600', '1767312000'], 'date'],
    ['views', [1_767_225_600_000, 1_767_312_000_000], 'number'],
    ['responseTime', [120, 340], 'number'],
    ['updatedAt', [0, 1_767_312_000_000], 'number'],
  ])('of large numbers named %s', (name, values, kind) => {
    expect(typeOf(values, name).kind).toBe(kind)
  })

  it('reads times in seconds and in milliseconds as the same time', () => {
    const seconds = typeOf([1_767_225_600], 'timestamp').numbers
    expect(seconds).toEqual(typeOf([1_767_225_600_000], 'timestamp').numbers)
    expect(seconds).toEqual([Date.UTC(2026, 0, 1)])
  })

  it.each([
    [[2021, 2023, 2022], true],
    [[2021, 2022, 2030], false],
    [[1, 2], false],
    [[0.5, 1, 1.5], false],
    [[3, 3, 3], false],
  ])('is in order for %j: %s', (values, isOrdered) => {
    expect(typeOf(values).isOrdered).toBe(isOrdered)
  })

  it('knows how many different values there are', () => {
    expect(typeOf(['a', 'b', 'a', null]).distinct).toBe(2)
  })

  it('keeps texts of 5 MB apart from numbers and dates', () => {
    const digits = '1'.repeat(5_000_000)
    expect(typeOf([digits, `${digits}.5`]).kind).toBe('category')
  })
})

describe('a time', () => {
  it.each([
    ['2026-01-31', Date.UTC(2026, 0, 31)],
    ['2026-01-31 10:00', Date.UTC(2026, 0, 31, 10)],
    ['2026-01-31T10:00:00', Date.UTC(2026, 0, 31, 10)],
    ['2026-01-31T10:00:00+02:00', Date.UTC(2026, 0, 31, 8)],
    ['2026', undefined],
    ['31.01.2026', undefined],
    [' 2026-01-31', undefined],
    [20_260_131, undefined],
  ])('of %j is %s', (text, time) => {
    expect(timeIn(text)).toBe(time)
  })
})

describe('values of any kind', () => {
  it('give finite numbers or none', () => {
    const cell = fc.oneof(
      fc.anything(),
      fc.double(),
      fc.double().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    )
    fc.assert(
      fc.property(fc.array(cell), (cells) => {
        const { numbers } = typeOf(cells.map(jsonOf), 'createdAt')
        for (const number of numbers) expect(Number.isFinite(number ?? 0)).toBe(true)
        for (const one of cells) expect(Number.isFinite(numberIn(one) ?? 0)).toBe(true)
      }),
      propertyRuns(100),
    )
  })
})

/** Returns a value as it arrives in a message. */
function jsonOf(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null')
  } catch {
    return null
  }
}
