import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitPage, fitRows } from '../../src/budget/fit-rows.ts'
import { countAll, OBJECTS } from '../../src/budget/row-form.ts'
import { readRows } from '../../src/budget/row-page.ts'
import { type Table, tableForm, toTable } from '../../src/budget/table.ts'
import { countTokens } from '../../src/budget/token-cost.ts'
import { isObject } from '../../src/shared/json.ts'
import { row as anyRow } from '../support/hostile-values.ts'
import { propertyRuns } from '../support/property-runs.ts'

const KEEP = { keepEmpty: true }
const DROP = { keepEmpty: false }

/** Rows as the API gives them, and a few that are not objects. */
const oddRow = fc.oneof(
  { weight: 9, arbitrary: anyRow },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(1, 'x', null, [2], '∅') },
)
const rowLists = fc.array(oddRow, { maxLength: 30 })
const options = fc.constantFrom(KEEP, DROP)

/** Returns the rows that a table shows. */
function rowsOf({ columns, rows, missingMark, valueColumn }: Table): unknown[] {
  return rows.map((cells) => {
    const entries = cells.map((cell, i): [string, unknown] => [columns[i] ?? '', cell])
    const shown = entries.filter(([, cell]) => missingMark === undefined || cell !== missingMark)
    const other = shown.find(([name]) => name === valueColumn)
    return other ? other[1] : Object.fromEntries(shown)
  })
}

/** Returns a row without the fields that have no column. */
function withColumns(row: unknown, columns: readonly string[]): unknown {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return row
  return Object.fromEntries(Object.entries(row).filter(([name]) => columns.includes(name)))
}

/** The entries of a row in the order of their names: a table has an order of its own. */
function ordered(row: unknown): unknown {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return row
  return Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))
}

describe('a table', () => {
  it('has the values of any rows, and leaves out no field with a value', () => {
    const cases = fc.property(rowLists, options, (rows, keep) => {
      const table = toTable(rows, keep)
      const expected = rows.map((row) => withColumns(row, table.columns))
      expect(rowsOf(table).map(ordered)).toEqual(expected.map(ordered))
      const names = new Set(rows.flatMap((row) => (isObject(row) ? Object.keys(row) : [])))
      const omitted = [...names].filter((name) => !table.columns.includes(name))
      expect(table.hasOmitted).toBe(omitted.length > 0)
      const values = rows.flatMap((row) => omitted.map((name) => (isObject(row) ? row[name] : '')))
      expect(values.filter((value) => value && Object.keys(value).length > 0)).toEqual([])
    })
    fc.assert(cases, propertyRuns(100))
  })

  it.each([120, 600, 4000])(
    'of any rows fits pages of %i tokens that have each row once',
    (budget) => {
      const cases = fc.property(rowLists, options, (rows, keep) => {
        for (let shown = 0; shown < rows.length; ) {
          const { length, ...page } = fitPage(
            rows.slice(shown),
            budget,
            (fitted) => {
              const { columns, rows: cells } = toTable(fitted.rows, keep)
              const isCut = fitted.truncatedInside || fitted.truncatedFields.length > 0
              return { columns, cells, isCut, length: fitted.rowsUsed }
            },
            tableForm(keep),
          )
          expect(countTokens(page)).toBeLessThanOrEqual(budget)
          expect(page.cells).toHaveLength(length)
          if (!page.isCut) {
            const whole = toTable(rows.slice(shown, shown + length), keep)
            expect(page).toMatchObject({ columns: whole.columns, cells: whole.rows })
          }
          shown += length
        }
      })
      fc.assert(cases, propertyRuns(25))
    },
  )

  it('is counted as it is shown, whichever columns later rows add', () => {
    const rows = Array.from({ length: 200 }, (_, n) => ({
      n,
      name: `product ${n}`,
      price: n / 3,
      [`only${n % 7}`]: n % 2 ? null : 'https://example.com/',
    }))
    for (const keep of [KEEP, DROP]) {
      const { columns, rows: cells } = toTable(rows, keep)
      const shown = countTokens({ columns, cells })
      const counted = countAll(tableForm(keep), rows)
      expect(counted).toBeGreaterThanOrEqual(shown * 0.97)
      expect(counted).toBeLessThanOrEqual(shown * 1.15)
    }
  })

  it('shows more rows than objects in the same budget', () => {
    const rows = Array.from({ length: 400 }, (_, n) => ({
      title: `Tea ${n}`,
      price: n,
      inStock: true,
    }))
    const used = [OBJECTS, tableForm(DROP)].map((form) => fitRows(rows, 2000, form).rowsUsed)
    expect(used[1]).toBeGreaterThan((used[0] ?? 0) * 1.4)
  })

  it('names a long text that it cuts, and counts the fields that it leaves out of a large row', () => {
    const long = { id: 1, text: 'many words '.repeat(900) }
    const cut = fitRows([long, { id: 2 }], 500, tableForm(DROP))
    expect(cut).toMatchObject({ rowsUsed: 2, truncatedFields: ['text'] })
    expect(toTable(cut.rows, DROP).rows[0]?.[1]).toMatch(/… \[\+\d+ chars\]$/)
    const wide = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`field_${i}`, i]))
    const inside = fitRows([wide], 500, tableForm(DROP))
    expect(inside.truncatedInside).toBe(true)
    const { columns, rows } = toTable(inside.rows, DROP)
    expect(columns.at(-1)).toBe('…')
    expect(rows[0]?.at(-1)).toBe(`[+${3001 - columns.length} fields]`)
  })

  it.each([440, 490, 494, 497])(
    'shows rows of %i empty fields, which take no room',
    async (count) => {
      const empty = Object.fromEntries(
        Array.from({ length: count }, (_, n) => [`field ${n}`, null]),
      )
      const source = Array.from({ length: 5 }, (_, n) => ({ a: n, b: 'x', ...empty }))
      const form = tableForm(DROP)
      const { rows } = await readRows(withSizes(source), { limit: 5, maxTokens: 1000, form })
      const page = fitPage(rows, 1000, (fitted) => toTable(fitted.rows, DROP), form)
      expect(page).toMatchObject({ columns: ['a', 'b'], rows: source.map(({ a, b }) => [a, b]) })
    },
  )
})

async function* withSizes(rows: readonly unknown[]) {
  for (const row of rows) yield { row, bytes: JSON.stringify(row).length }
}
