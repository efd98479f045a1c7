import { describe, expect, it } from 'vitest'
import { loadRows } from '../../support/load-rows.ts'

describe('fields', () => {
  it('become columns in the order in which they appear', async () => {
    const { table, values } = await loadRows([{ b: 1 }, { a: 2, b: 3 }, {}, { c: 4 }], {
      chunkBytes: 5,
    })
    expect(table.columns.map(({ name }) => name)).toEqual(['b', 'a', 'c'])
    expect(values('SELECT * FROM items')).toEqual([
      [0, 1, null, null],
      [1, 3, 2, null],
      [2, null, null, null],
      [3, null, null, 4],
    ])
  })

  const row = { '#hidden': 1, a: 2, 'a.b': 3, c: { d: 4 }, 'x,y': 5, e: 'text', 'e.f': 6 }
  const selections: [string[] | undefined, string[]][] = [
    [undefined, ['a', 'a.b', 'c', 'x,y', 'e', 'e.f']],
    [[], ['a', 'a.b', 'c', 'x,y', 'e', 'e.f']],
    [
      ['#hidden', 'a'],
      ['#hidden', 'a'],
    ],
    [['x,y'], ['x,y']],
    [['a.b'], ['a.b']],
    [['c.d'], ['c']],
    [['c.d', 'c'], ['c']],
    [
      ['e.f', 'c.d.x'],
      ['c', 'e.f'],
    ],
    [['e.g'], []],
  ]
  it.each(selections)('named as %j are %j', async (fields, expected) => {
    const { table } = await loadRows([row], fields ? { fields } : {})
    expect(table.columns.map(({ field }) => field)).toEqual(expected)
  })

  it('that no row has are named in a note', async () => {
    const fields = ['a', 'prize', 'c.d', 'z.y']
    const { table } = await loadRows([row], { fields })
    expect(table.notes).toEqual(['No row has "prize", "z.y", which `fields` names.'])
  })

  it('have any name', async () => {
    const names = ['', 'a\0b', 'say "hi"', "it's", 'select', '__proto__', '漢字', 'n'.repeat(5000)]
    const json = names.map((name, i) => `${JSON.stringify(name)}:${i}`).join()
    const { table, values } = await loadRows(`{${json}}\n{"constructor":9}`)
    expect(table.columns.map(({ field }) => field)).toEqual([...names, 'constructor'])
    expect(values('SELECT * FROM items WHERE _row = 0')).toEqual([
      [0, 0, 1, 2, 3, 4, 5, 6, 7, null],
    ])
    expect(values(`SELECT "say ""hi""", "select", _empty FROM items`)[0]).toEqual([2, 4, 0])
    expect(table.notes).toEqual([])
    expect(table.columnNotes?.map(({ text }) => text)).toEqual([
      'Fields with another name in SQL: "" is _empty and 2 whose names are not plain words (`get_dataset` lists them).',
    ])
  })

  it('that differ by case are renamed, which a note says of ten', async () => {
    const letters = [...'abcdefghijkl']
    const row = Object.fromEntries(
      letters.flatMap((one) => [
        [one, 1],
        [one.toUpperCase(), 2],
      ]),
    )
    const { table, values } = await loadRows([row])
    expect(values('SELECT a, A_2, l_2, L_2 FROM items')).toEqual([[1, 2, 2, 2]])
    expect(table.columnNotes?.[0]?.text).toMatch(/"A" is A_2, .*"J" is J_2 and 2 more\.$/)
  })

  it('beyond the last column are one JSON column', async () => {
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`field ${i}`, i]))
    const rows = [
      { a: 1 },
      wide,
      { b: 12345678901234567890n.toString() },
      { a: 2, 'field 4999': 'x' },
    ]
    const { table, values } = await loadRows(rows)
    expect(table.columns).toHaveLength(1991)
    expect(table.columns.at(-1)).toEqual({ name: '_rest', field: '_rest', type: 'JSON' })
    expect(table.columnNotes?.[0]?.text).toBe(
      "The rows have more than 1990 fields. The others are in the column _rest, as _rest->>'name'.",
    )
    const sql = `SELECT "field 1988", _rest->>'field 1989', _rest->>'field 4999', _rest->>'b' FROM items`
    expect(values(sql)).toEqual([
      [null, null, null, null],
      [1988, 1989, 4999, null],
      [null, null, null, '12345678901234567890'],
      [null, null, 'x', null],
    ])
  })

  it('may be new in each of many rows', async () => {
    const rows = Array.from({ length: 2100 }, (_, i) => ({ [`f${i}`]: i }))
    const { table, values } = await loadRows([...rows, 'last'], { chunkBytes: 600 })
    expect(table.columns).toHaveLength(1992)
    expect(values(`SELECT f0, f1989 FROM items WHERE _row IN (0, 1989)`)).toEqual([
      [0, null],
      [null, 1989],
    ])
    expect(values(`SELECT _rest, _value FROM items WHERE _row >= 2099`)).toEqual([
      ['{"f2099":2099}', null],
      [null, 'last'],
    ])
  })
})
