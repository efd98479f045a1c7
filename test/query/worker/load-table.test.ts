import { describe, expect, it } from 'vitest'
import { startLoad } from '../../../src/query/worker/load-table.ts'
import { openDatabase } from '../../../src/query/worker/sqlite.ts'
import { loadInto, loadRows } from '../../support/load-rows.ts'
import { OWN_TOKEN, PLANTED, REDACTOR } from '../../support/redactor.ts'

const OPTIONS = { table: 'items', fields: undefined } as const

describe('rows', () => {
  const cases: [string, string, unknown[][]][] = [
    [
      'end with a line feed',
      '{"a":1}\n{"a":2}\n',
      [
        [0, 1],
        [1, 2],
      ],
    ],
    [
      'need no line feed at the end',
      '{"a":1}\n{"a":2}',
      [
        [0, 1],
        [1, 2],
      ],
    ],
    [
      'may end with both line ends',
      '{"a":1}\r\n{"a":2}\r\n',
      [
        [0, 1],
        [1, 2],
      ],
    ],
    [
      'may begin with a byte order mark',
      '\ufeff{"a":1}\n{"a":2}',
      [
        [0, 1],
        [1, 2],
      ],
    ],
    [
      'are not blank lines',
      '\n\n{"a":1}\n  \n\t\r\n{"a":2}\n\n',
      [
        [0, 1],
        [1, 2],
      ],
    ],
    [
      'may be empty',
      '{}\n{"a":1}\n{}\n',
      [
        [0, null],
        [1, 1],
        [2, null],
      ],
    ],
    [
      'may have characters of several bytes',
      '{"a":"é漢👩"}\n{"a":"ß"}',
      [
        [0, 'é漢👩'],
        [1, 'ß'],
      ],
    ],
    ['may have line ends of other readers', '{"a":"\u2028\u0085"}', [[0, '\u2028\u0085']]],
  ]
  it.each(cases)('%s', async (_, jsonl, expected) => {
    const db = await openDatabase({ maxMb: 64 })
    for (const chunkBytes of [1, 2, 3, 7, 1000]) {
      loadInto(db, jsonl, { chunkBytes })
      expect(db.values('SELECT _row, a FROM items'), `${chunkBytes}`).toEqual(expected)
      db.exec('DROP TABLE items')
    }
  })

  it('may all be missing, or all be empty', async () => {
    const none = await loadRows('')
    expect(none.table).toEqual({ name: 'items', rows: 0, columns: [], notes: [] })
    expect(none.values('SELECT * FROM items')).toEqual([])
    const empty = await loadRows([{}, {}])
    expect(empty.table).toMatchObject({ rows: 2, columns: [] })
    expect(empty.values('SELECT _row FROM items')).toEqual([[0], [1]])
  })

  it('are counted as they are written', async () => {
    const load = startLoad(await openDatabase({ maxMb: 64 }), OPTIONS, REDACTOR)
    expect(load.write(Buffer.from('{"a":1}\n{"a"'))).toBe(1)
    expect(load.write(Buffer.from(':2}\n{"a":3}\n{}'))).toBe(3)
    expect(load.end().rows).toBe(4)
  })

  it('are in a chunk that its sender fills again', async () => {
    const db = await openDatabase({ maxMb: 64 })
    const load = startLoad(db, OPTIONS, REDACTOR)
    const chunk = Buffer.from('{"a":1}\n{"a":')
    load.write(chunk)
    chunk.fill(0)
    load.write(Buffer.from('2}'))
    load.end()
    expect(db.values('SELECT a FROM items')).toEqual([[1], [2]])
  })

  it('have no secrets', async () => {
    const rows = [{ a: 1 }, { [OWN_TOKEN]: `x ${OWN_TOKEN}`, deep: [{ at: PLANTED }] }]
    const { table, values } = await loadRows(rows)
    const all = JSON.stringify([table, values('SELECT * FROM items')])
    expect(all).not.toContain(OWN_TOKEN)
    expect(all).not.toContain(PLANTED)
    expect(table.columns).toHaveLength(3)
  })

  it('that are not objects are in a column of their own', async () => {
    const rows = [{ a: 1 }, 5, 'text', null, [1, 2], true, 'a']
    const { table, values } = await loadRows(rows)
    expect(values('SELECT * FROM items')).toEqual([
      [0, 1, null],
      [1, null, 5],
      [2, null, 'text'],
      [3, null, null],
      [4, null, '[1,2]'],
      [5, null, 1],
      [6, null, 'a'],
    ])
    expect(table.columns[1]).toEqual({ name: '_value', field: '_value', type: 'MIXED' })
    expect(table.notes).toEqual([
      '6 of 7 rows are not objects. Their values are in the column _value.',
    ])
  })
})

describe('a database that refuses changes of its schema', () => {
  it('is loaded, and refuses them again', async () => {
    const db = await openDatabase({ maxMb: 64 })
    const { capi, pointer } = db
    capi.sqlite3_db_config(pointer, capi.SQLITE_DBCONFIG_DEFENSIVE, 1, 0)
    loadInto(db, '{"a":1}\n{"a":2.5}')
    expect(db.values('SELECT a FROM items WHERE a / 2 = 0.5')).toEqual([[1]])
    db.exec('PRAGMA writable_schema = ON')
    expect(() => db.exec('DELETE FROM sqlite_schema')).toThrow('may not be modified')
  })
})
