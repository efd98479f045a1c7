import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { TokenEstimator } from '../../src/budget/estimate/estimate-tokens.ts'
import { fitPage, fitRows, fitToBudget } from '../../src/budget/fit-rows.ts'
import type { FittedRows } from '../../src/budget/fitted-rows.ts'
import { noteOmitted, notePruned } from '../../src/budget/pruned.ts'
import { readRows } from '../../src/budget/row-page.ts'
import { countTokens } from '../../src/budget/token-cost.ts'
import { stream } from '../support/fake-storages.ts'

const lorem = 'The ferry leaves at dawn, long before the cafés open their shutters. '
const list = <T>(count: number, make: (i: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i))

const ROWS: Record<string, unknown[]> = {
  'no rows': [],
  'small rows': list(300, (id) => ({ id })),
  'long texts': list(20, (id) => ({ id, text: lorem.repeat(40) })),
  'one huge text': [{ id: 0, text: lorem.repeat(5000) }],
  'many fields': [Object.fromEntries(list(3000, (i) => [`field_${i}`, i]))],
  'long field names': [Object.fromEntries(list(40, (i) => [`${lorem.repeat(5)}${i}`, i]))],
  emoji: list(9, (id) => ({ id, text: '👩‍💻漢字'.repeat(300) })),
  'bare values': ['a', 1, null, true, lorem.repeat(100)],
}
const BUDGETS = [8, 60, 500, 4000]
const cases = Object.keys(ROWS).flatMap((name) => BUDGETS.map((budget) => ({ name, budget })))

describe('fitRows', () => {
  it.each(cases)('keeps $name within $budget tokens', ({ name, budget }) => {
    const given = ROWS[name] ?? []
    const { rows, rowsUsed } = fitRows(given, budget)
    expect(countTokens(rows)).toBeLessThanOrEqual(budget + 2) // the brackets around the rows
    expect(rows).toHaveLength(rowsUsed)
    expect(rowsUsed).toBeGreaterThanOrEqual(Math.min(1, given.length))
  })

  it.each(BUDGETS)('shows each row once over pages of %i tokens', (budget) => {
    const rows = list(60, (id) => ({ id, text: lorem.repeat(id % 9) }))
    const shown: unknown[] = []
    while (shown.length < rows.length) {
      const page = fitRows(rows.slice(shown.length), budget)
      if (!page.truncatedInside)
        expect(page.rows.map((row) => Object(row).id)).toEqual(
          list(page.rowsUsed, (i) => shown.length + i),
        )
      shown.push(...page.rows)
    }
    expect(shown).toHaveLength(rows.length)
  })

  it('returns rows that fit unchanged', () => {
    const rows = [{ a: 1 }, 'b']
    expect(fitRows(rows, 100)).toEqual({
      rows,
      rowsUsed: 2,
      truncatedFields: [],
      truncatedInside: false,
    })
  })

  it('cuts strings before it drops rows, and names the field', () => {
    const rows = list(5, (id) => ({ id, text: lorem.repeat(40) }))
    expect(fitRows(rows, 1000)).toMatchObject({
      rowsUsed: 5,
      truncatedFields: ['text'],
      truncatedInside: false,
    })
  })

  it('cuts a first row inside if it is too large alone', () => {
    expect(fitRows(ROWS['many fields'] ?? [], 500)).toMatchObject({
      rowsUsed: 1,
      truncatedInside: true,
    })
  })
})

describe('a row that is too large alone', () => {
  it('keeps all entries with shorter strings, unless entries are missing already', () => {
    const rows = list(100, (n) => ({ n, text: lorem.repeat(10) }))
    const whole = fitRows([{ rows }], 2000).rows[0]
    expect(whole).toHaveProperty('rows.99.n', 99)
    const missing = notePruned({ rows: noteOmitted([...rows], 1000) })
    const fitted = fitRows([missing], 2000).rows[0]
    expect(fitted).toHaveProperty('rows.9.text', expect.stringContaining(lorem))
    expect(JSON.stringify(fitted)).toMatch(/… \[\+10\d\d items\]/)
    expect(countTokens(fitted)).toBeLessThanOrEqual(2000)
  })

  it.each(['\u{12000}', '\ud800', '\u0001', '漢'])(
    'shortens its strings of %j before it drops them',
    (char) => {
      const [row] = fitRows([{ i: 1, text: char.repeat(5000) }], 500).rows
      expect(row).toMatchObject({ i: 1, text: expect.stringContaining('… [+') })
    },
  )
})

describe('fitPage', () => {
  it.each(BUDGETS.slice(1))('counts the words of the result against %i tokens', (budget) => {
    const rows = ROWS['long texts'] ?? []
    const page = fitPage(rows, budget, ({ rows, rowsUsed }) => ({
      note: 'More rows follow.',
      count: rowsUsed,
      items: rows,
    }))
    expect(countTokens(page)).toBeLessThanOrEqual(budget)
  })
})

describe('a page of long texts', () => {
  const product = (id: number) => ({
    id,
    url: `https://shop.example.com/${id}`,
    description: lorem.repeat(30 + (id % 5)),
    reviews: list(5, (i) => ({ author: `Customer ${i}`, text: lorem.repeat(3 + i) })),
  })
  const rows = list(40, product)
  const show = (shown: FittedRows) => ({ count: shown.rowsUsed, items: shown.rows })

  it.each([2000, 8000, 32_000])('is full at %i tokens', (budget) => {
    expect(countTokens(fitPage(rows, budget, show))).toBeGreaterThan(0.95 * budget)
  })
})

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const fields = (count: number) =>
  Object.fromEntries(list(count, (i) => [`field_${i}`, i % 3 ? i * 7919 : `value ${i}`]))

const PAGES: Record<string, unknown[]> = {
  products: list(20, (id) => ({
    ...fields(30),
    url: `https://shop.example.com/products/${id}`,
    price: { value: id * 1.1, currency: 'EUR', discount: { percent: id, until: '2026-03-01' } },
    description: lorem.repeat(10 + (id % 5)),
    features: list(6, (i) => lorem.slice(i)),
  })),
  articles: list(20, (id) => ({ id, title: `Ferry ${id}`, text: lorem.repeat(105 + id) })),
  'emoji and CJK': list(20, (id) => ({
    id,
    text: '👩‍💻🎉'.repeat(40 + id),
    title: '漢字かな交じり文'.repeat(50),
  })),
  '200 fields': list(20, () => fields(200)),
  '5,000 fields': list(20, () => fields(5000)),
  'places on a map': list(20, (id) => ({
    title: `Café ${id}`,
    location: { lat: 48.1 + id / 7, lng: 11.5 + id / 9 },
    openingHours: DAYS.map((day) => ({ day, hours: '9 AM to 5 PM' })),
    reviews: list(12, (i) => ({ stars: i % 5, text: lorem.repeat(1 + (i % 6)) })),
  })),
  'one huge row': [{ ...fields(9), text: lorem.repeat(70_000), list: list(5000, (i) => ({ i })) }],
}

describe.each(Object.keys(PAGES))('a page of %s', (name) => {
  it.each([2000, 8000, 25_000])('is estimated at most twice at %i tokens', async (budget) => {
    const estimated = countEstimated()
    let read = 0
    const source = (function* () {
      for (const row of PAGES[name] ?? []) {
        const bytes = JSON.stringify(row).length
        read += bytes
        yield { row, bytes }
      }
    })()
    const page = await readRows(stream(source), { limit: 20, maxTokens: budget, prune: 'fields' })
    const result = fitPage(page.rows, budget, ({ rowsUsed, rows: items }) => ({ items, rowsUsed }))
    fitToBudget(result, budget, JSON.stringify(result))
    expect(estimated() / read).toBeLessThanOrEqual(2)
  })
})

/** Returns a function that tells how many characters were estimated since. */
function countEstimated(): () => number {
  const { run } = TokenEstimator.prototype
  let chars = 0
  const place = (estimator: TokenEstimator) => Number(Reflect.get(estimator, 'at'))
  vi.spyOn(TokenEstimator.prototype, 'run').mockImplementation(function (
    this: TokenEstimator,
    ...args
  ) {
    chars -= place(this)
    run.apply(this, args)
    chars += place(this)
    return this
  })
  onTestFinished(() => void vi.restoreAllMocks())
  return () => chars
}
