import { describe, expect, it } from 'vitest'
import { isPlainName, nameColumns, quoteName } from '../../src/query/columns.ts'
import { openDatabase } from '../../src/query/worker/sqlite.ts'

describe('the names of columns', () => {
  const cases: [string, string[], string[]][] = [
    ['stay as they are', ['a', 'b c', 'order', 'x"y', '@type', 'rowid'], []],
    ['get a number if they differ by case alone', ['Price', 'price'], ['Price', 'price_2']],
    ['leave the number to the field that has it', ['A', 'a', 'a_2'], ['A', 'a_3', 'a_2']],
    [
      'get a number if the name with the number differs by case',
      ['A', 'a', 'A_2'],
      ['A', 'a_3', 'A_2'],
    ],
    ['tell letters beyond ASCII apart', ['É', 'é'], []],
    ['of the table itself are taken', ['_row', '_ROW', '_rest'], ['_row_2', '_ROW_3', '_rest_2']],
    ['are never empty', ['', '_empty'], ['_empty_2', '_empty']],
    ['have no NUL', ['a\0b', 'a_b', '\0'], ['a_b_2', 'a_b', '_']],
    ['have no halves of characters', ['\ud83d', '\udc00'], ['\ufffd', '\ufffd_2']],
    ['are cut', ['n'.repeat(101), 'n'.repeat(102)], ['n'.repeat(100), `${'n'.repeat(100)}_2`]],
    ['are cut between characters', [`${'n'.repeat(99)}👩!`], ['n'.repeat(99)]],
  ]
  it.each(cases)('%s', (_, fields, names) => {
    expect(nameColumns(fields)).toEqual(names.length > 0 ? names : fields)
  })

  it('are distinct to SQLite, however many fields have the same beginning', async () => {
    const fields = Array.from({ length: 1990 }, (_, i) => `${'Long name '.repeat(20)}${i}`)
    const db = await openDatabase({ maxMb: 64 })
    db.exec(`CREATE TABLE t(${nameColumns(fields).map(quoteName).join()})`)
    expect(db.values('SELECT count(*) FROM pragma_table_info(?)', ['t'])).toEqual([[1990]])
    db.close()
  })
})

describe('a plain name', () => {
  it.each(['price', '_x', 'a1', 'Name', 'key', 'left', 'true'])('is %s', (name) => {
    expect(isPlainName(name)).toBe(true)
  })

  it.each(['', '1a', 'a b', 'a.b', '@type', '#error', '$id', 'é', 'a"b', 'Order', 'select'])(
    'is not %j',
    (name) => expect(isPlainName(name)).toBe(false),
  )

  it('is no keyword that SQLite takes for something else', async () => {
    const db = await openDatabase({ maxMb: 64 })
    for (const word of keywords(db)) {
      db.exec(`CREATE TABLE t(${quoteName(word)}); INSERT INTO t VALUES('v')`)
      expect(isPlainName(word), word).toBe(readsPlain(db, word))
      db.exec('DROP TABLE t')
    }
    db.close()
  })
})

type Engine = Awaited<ReturnType<typeof openDatabase>>

/** Returns the keywords of SQLite's parser. */
function keywords({ capi, wasm }: Engine): string[] {
  const found = wasm.alloc(8)
  return Array.from({ length: capi.sqlite3_keyword_count() }, (_, i) => {
    wasm.exports.sqlite3_keyword_name(i, found, found + 4)
    const start = wasm.peek32(found)
    return Buffer.from(wasm.heap8u().subarray(start, start + wasm.peek32(found + 4))).toString()
  })
}

/** Returns whether a name without quotes is the column, wherever an expression can stand. */
function readsPlain(db: Engine, name: string): boolean {
  const statements = [
    `SELECT ${name} FROM t`,
    `SELECT max(${name}) FROM t WHERE ${name} = 'v' GROUP BY ${name} ORDER BY ${name} DESC`,
  ]
  try {
    return statements.every((sql) => db.values(sql)[0]?.[0] === 'v')
  } catch {
    return false
  }
}
