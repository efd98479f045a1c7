import { describe, expect, it } from 'vitest'
import { loadRows } from '../support/load-rows.ts'

describe('a column', () => {
  const cases: [type: string, json: string[], cells: unknown[], declared: string][] = [
    ['INTEGER', ['1', 'null', '-5'], [1, null, -5], 'INTEGER'],
    ['INTEGER', ['1.0', '1e3', '-0', '2147483648'], [1, 1000, 0, 2147483648], 'INTEGER'],
    [
      'INTEGER',
      ['9007199254740993', '-9223372036854775808', '9223372036854775807'],
      [9007199254740993n, -9223372036854775808n, 9223372036854775807n],
      'INTEGER',
    ],
    ['REAL', ['5', '2.5', '1e17', '1E300'], [5, 2.5, 1e17, 1e300], 'REAL'],
    ['TEXT', ['"00501"', '""', 'null', '"5"', '"1e5"'], ['00501', '', null, '5', '1e5'], 'TEXT'],
    ['TEXT', ['null', 'null'], [null, null], 'TEXT'],
    ['TEXT', ['9223372036854775808', '1e400'], ['9223372036854775808', '1e400'], 'TEXT'],
    ['BOOLEAN', ['true', 'false', 'null'], [1, 0, null], 'BOOLEAN'],
    ['JSON', ['{"b":[1,"x"]}', '[]', 'null'], ['{"b":[1,"x"]}', '[]', null], 'JSON TEXT'],
    ['MIXED', ['1', '"1"', '"x"'], [1, '1', 'x'], ''],
    ['MIXED', ['true', '2'], [1, 2], ''],
    ['MIXED', ['{"b":1}', '"text"'], ['{"b":1}', 'text'], ''],
    ['MIXED', ['5', '2.5', '"N/A"', '7'], [5, 2.5, 'N/A', 7], ''],
    ['MIXED', ['1', '-99999999999999999999'], [1, '-99999999999999999999'], ''],
  ]
  it.each(cases)('is %s with %j', async (type, json, cells, declared) => {
    const { table, values } = await loadRows(json.map((value) => `{"a":${value}}`).join('\n'))
    expect(table.columns).toEqual([{ name: 'a', field: 'a', type }])
    expect(values('SELECT a FROM items')).toEqual(cells.map((cell) => [cell]))
    expect(values(`SELECT type FROM pragma_table_info('items') WHERE name = 'a'`)).toEqual([
      [declared],
    ])
    expect(values('PRAGMA integrity_check')).toEqual([['ok']])
  })

  it('keeps digits in nested values', async () => {
    const json = '{"ids":[12345678901234567890,9007199254740993,1.5,1e400],"s":"9007199254740993"}'
    const { values } = await loadRows(`{"a":${json}}`)
    expect(values('SELECT a FROM items')).toEqual([[json]])
  })

  it('divides all numbers alike, if there is a fraction in any row', async () => {
    const rows = [{ a: 5 }, { a: 3 }, { a: 0.5 }]
    const halves = [[2.5], [1.5], [0.25]]
    for (const all of [rows, [...rows, { a: 'N/A' }]]) {
      const { values } = await loadRows(all)
      const from = `FROM items WHERE typeof(a) <> 'text'`
      const statements = [
        `SELECT a / 2 ${from}`,
        `SELECT half FROM (SELECT a / 2 AS half ${from}) LIMIT 10`,
        `WITH n AS MATERIALIZED (SELECT a ${from}) SELECT a / 2 FROM n`,
        `SELECT max(a) / 2 ${from} GROUP BY a ORDER BY a DESC`,
        `SELECT DISTINCT a / 2 ${from} ORDER BY a DESC`,
        `SELECT first_value(a) OVER (PARTITION BY _row) / 2 ${from}`,
        `SELECT i.a / 2 FROM items i JOIN items j ON i.a = j.a WHERE typeof(i.a) <> 'text' ORDER BY 1 DESC`,
      ]
      for (const sql of statements) expect(values(sql), sql).toEqual(halves)
      expect(values(`SELECT DISTINCT typeof(a) ${from}`)).toEqual([['real']])
    }
  })

  it('of text is compared as text, and so is JSON', async () => {
    const { values } = await loadRows([
      { zip: '00501', j: [1], m: 5 },
      { zip: '501', m: 'x' },
    ])
    expect(values('SELECT _row FROM items WHERE zip = 501')).toEqual([[1]])
    expect(values(`SELECT _row FROM items WHERE j = '[1]'`)).toEqual([[0]])
    expect(values(`SELECT _row FROM items WHERE m = '5'`)).toEqual([])
  })

  it('with numbers that it cannot hold as they are has a note', async () => {
    const jsonl = `{"a":99999999999999999999,"b":9007199254740993,"c":[9007199254740993]}
{"a":1,"b":0.5,"C":1e999}`
    const { table, values } = await loadRows(jsonl)
    expect(table.columnNotes).toEqual([
      { names: ['C'], text: 'Fields with another name in SQL: "C" is C_2.' },
      {
        names: ['a', 'C_2'],
        text: 'Numbers that are too large for SQLite are text, with all their digits, in a, C_2.',
      },
      {
        names: ['b'],
        text: 'Integers beyond 2^53 are rounded, since there are fractions too, in b.',
      },
    ])
    expect(values('SELECT b FROM items')).toEqual([[9007199254740992], [0.5]])
  })

  it('with true and false beside other values has a note', async () => {
    const { table } = await loadRows([{ a: true, b: false, c: 1 }, { a: 1 }])
    expect(table.columnNotes).toEqual([
      { names: ['a'], text: 'true and false are 1 and 0, beside other values, in a.' },
    ])
  })

  it('may hold text with NULs', async () => {
    const { values } = await loadRows([{ a: 'x\0y' }, { a: '\0' }])
    expect(values('SELECT hex(a), typeof(a) FROM items')).toEqual([
      ['780079', 'text'],
      ['00', 'text'],
    ])
  })

  it('may hold long texts beside short ones', async () => {
    const texts = [
      'é'.repeat(200_000),
      'x',
      '👩'.repeat(30_000),
      'y'.repeat(3_000_000),
      'ascii',
      'é',
    ]
    const row = Object.fromEntries(texts.map((text, i) => [`t${i}`, text]))
    const { values } = await loadRows([row, {}, row])
    expect(values('SELECT * FROM items WHERE _row = 2')).toEqual([[2, ...texts]])
    expect(values('SELECT t0 = t5 FROM items')).toEqual([[0], [null], [0]])
  })
})
