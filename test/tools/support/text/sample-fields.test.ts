import { describe, expect, it } from 'vitest'
import { sampleRows } from '../../../../tools/support/text/sample-fields.ts'

const sample = (rows: readonly unknown[], bytes = 10) =>
  sampleRows(rows.map((row) => ({ row, bytes })))

describe('sampleRows', () => {
  it.each([
    ['integers', [1, 2], 'integer', 1],
    ['integers and numbers', [1, 2.5], 'number', 1],
    ['numbers and texts', [1.5, 'x'], 'number or string', 1],
    ['an array and an object', [[1], { a: 1 }], 'array or object', 1],
    ['booleans', [true, false], 'boolean', 1],
    ['some nulls', ['x', null, null, null], 'string', 0.25],
    ['some empty texts', ['', 'x'], 'string', 0.5],
    ['only nulls', [null, null], 'null', 0],
  ])('tells the type and the share of %s', async (_, values, type, filled) => {
    const { fields } = await sample(values.map((a) => ({ a })))
    expect(fields).toEqual([{ name: 'a', type, filled }])
  })

  it('counts a missing field as not filled', async () => {
    const { rows, fields } = await sample([{ a: 1 }, { b: 1 }, { a: 1 }])
    expect(rows).toBe(3)
    expect(fields).toEqual([
      { name: 'a', type: 'integer', filled: 0.67 },
      { name: 'b', type: 'integer', filled: 0.33 },
    ])
  })

  it.each([
    ['the first row', [{ a: 1 }, { b: 1 }], { a: 1 }],
    ['the first row with fields', [{}, {}, { b: 1 }, { c: 1 }], { b: 1 }],
    ['an empty row if there is no other', [{}, {}], {}],
    ['undefined without rows', [], undefined],
  ])('returns %s as the example', async (_, rows, row) => {
    expect(await sample(rows)).toMatchObject({ rows: rows.length, row })
  })

  it.each([
    ['100 rows', 300, 10, 100],
    ['1 MB', 300, 400_000, 3],
  ])('reads no more than %s', async (_, count, bytes, read) => {
    let given = 0
    const rows = (function* () {
      for (; given < count; given++) yield { row: { a: 1 }, bytes }
    })()
    expect(await sampleRows(rows)).toMatchObject({ rows: read })
    expect(given).toBeLessThanOrEqual(read)
  })

  it('survives rows that are not objects', async () => {
    expect(await sample([1, 'x', null, [2]])).toMatchObject({ rows: 4 })
  })

  it('tells at most 10,000 fields apart', async () => {
    const rows = Array.from({ length: 30 }, (_, row) =>
      Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`key-${row}-${i}`, 1])),
    )
    expect((await sample(rows)).fields).toHaveLength(10_000)
  })
})
