import { beforeEach, describe, expect, it } from 'vitest'
import { quoteName } from '../../../src/query/columns.ts'
import type { ColumnType } from '../../../src/query/query-contract.ts'
import type { Sandbox } from '../../../src/query/worker/statement.ts'
import { ask, openShop } from './support.ts'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await openShop()
})

const fullTextTables = () =>
  sandbox.db.values("SELECT name FROM sqlite_schema WHERE name LIKE '%\\_fts%' ESCAPE '\\'")

/** Adds the table `other` with one row and columns of these names. */
function addOther(names: string[], value: string, type: ColumnType = 'TEXT'): void {
  const columns = names.map((name) => `${quoteName(name)} ${type}`).join(', ')
  sandbox.db.exec(`CREATE TABLE other (_row INTEGER PRIMARY KEY, ${columns})`)
  sandbox.db.values(`INSERT INTO other VALUES (0, ${names.map(() => '?').join(', ')})`, [
    ...names.map(() => value),
  ])
  sandbox.tables.push({
    name: 'other',
    rows: 1,
    columns: names.map((name) => ({ name, field: name, type })),
    notes: [],
  })
}

describe('items_fts', () => {
  it('is built when a statement first names it, and once', () => {
    expect(fullTextTables()).toEqual([])
    const sql =
      "SELECT count(*) FROM items WHERE _row IN (SELECT rowid FROM items_fts WHERE items_fts MATCH 'tea')"
    expect(ask(sandbox, sql).rows).toEqual([[500]])
    const built = fullTextTables()
    expect(ask(sandbox, sql).rows).toEqual([[500]])
    expect(fullTextTables()).toEqual(built)
  })

  it.each<[string, unknown[][]]>([
    ["SELECT name FROM items_fts('coffee AND 10')", [['Black coffee 10']]],
    ['SELECT rowid FROM ITEMS_FTS WHERE items_fts MATCH \'name:"green tea 7"\'', [[7]]],
    ["SELECT count(*) FROM main.items_fts WHERE seller MATCH 'shop'", [[1000]]],
    [
      "SELECT highlight(items_fts, 0, '<', '>') FROM items_fts('coffee AND 10')",
      [['Black <coffee> <10>']],
    ],
    ["SELECT snippet(items_fts, -1, '<', '>', '…', 2) FROM items_fts('999')", [['…tea <999>']]],
    [
      "SELECT i.name, f.rank < 0 FROM items_fts f JOIN items i ON i._row = f.rowid WHERE items_fts MATCH '99*' ORDER BY rank, i._row LIMIT 1",
      [['Green tea 99', 1]],
    ],
    ["SELECT bm25(items_fts) < 0 FROM items_fts('10')", [[1]]],
    ["SELECT _row, rowid FROM items_fts('tea AND 7')", [[7, 7]]],
    ["SELECT price FROM items WHERE _row IN (SELECT _row FROM items_fts('tea AND 7'))", [[3.5]]],
    [
      "SELECT price FROM items JOIN items_fts USING (_row) WHERE items_fts MATCH 'tea AND 7'",
      [[3.5]],
    ],
    ["SELECT count(*) FROM items_fts('_row : 7')", [[0]]],
  ])('answers %s', (sql, rows) => {
    expect(ask(sandbox, sql).rows).toEqual(rows)
  })

  it('says which search it does not understand, and goes on', () => {
    expect(() => ask(sandbox, "SELECT * FROM items_fts('\"')")).toThrow(/unterminated/)
    expect(ask(sandbox, "SELECT count(*) FROM items_fts('tea')").rows).toEqual([[500]])
  })

  it('leaves nothing behind if it takes too long, and can be built later', () => {
    sandbox.db.exec(
      `INSERT INTO items (name) SELECT a.name || b.name FROM items a, (SELECT name FROM items LIMIT 50) b`,
    )
    expect(() => ask(sandbox, "SELECT * FROM items_fts('tea')", { maxMs: 10 })).toThrow(
      /longer than/,
    )
    expect(fullTextTables()).toEqual([])
    expect(ask(sandbox, "SELECT count(*) > 500 FROM items_fts('tea')").rows).toEqual([[1]])
  })

  it('leaves nothing behind if it takes too much memory', () => {
    sandbox.db.exec(`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 40000)
      INSERT INTO items (name) SELECT hex(randomblob(300)) FROM n
    `)
    expect(() => ask(sandbox, "SELECT * FROM items_fts('tea')")).toThrow(/memory/)
    expect(fullTextTables()).toEqual([])
    expect(ask(sandbox, 'SELECT count(*) FROM items').rows).toEqual([[41_000]])
    expect(sandbox.db.values('PRAGMA integrity_check')).toEqual([['ok']])
  })
})

describe('other_fts', () => {
  it('is another table', () => {
    addOther(['title'], 'a cup of tea')
    const sql =
      "SELECT (SELECT count(*) FROM items_fts('tea')), (SELECT count(*) FROM other_fts('tea'))"
    expect(ask(sandbox, sql).rows).toEqual([[500, 1]])
  })

  it('is no table without a second dataset', () => {
    expect(() => ask(sandbox, "SELECT * FROM other_fts('tea')")).toThrow(
      /no such table: `?other_fts/i,
    )
  })

  it.each([
    ['a"b'],
    ["a'b"],
    ['a b'],
    ['a=b'],
    ['tokenize=trigram'],
    ['content'],
    ['prefix = 2'],
    ['@type'],
    ['#error'],
    ['select'],
    ['naïve'],
    ['a,b'],
    ['[x]'],
    ['UNINDEXED'],
    ['x UNINDEXED'],
    ['items_fts'],
    [')'],
    ['--'],
  ])('takes columns with any name: %s', (name) => {
    addOther([name, 'plain'], 'a cup of tea')
    expect(ask(sandbox, `SELECT ${quoteName(name)} FROM other_fts('tea')`).rows).toEqual([
      ['a cup of tea'],
    ])
  })

  it('says which columns it cannot hold', () => {
    addOther(['rank', 'ROWID', 'Other_FTS', 'title'], 'a cup of tea')
    const { rows, notes } = ask(sandbox, "SELECT title FROM other_fts('tea')")
    expect(rows).toEqual([['a cup of tea']])
    expect(notes).toEqual([
      '`other_fts` does not hold `rank`, `ROWID`, `Other_FTS`: search there with `LIKE`.',
    ])
  })

  it('holds as many columns as SQLite can, and says so', () => {
    addOther(
      Array.from({ length: 1990 }, (_, i) => `c${i}`),
      'tea',
    )
    const { rows, notes } = ask(sandbox, "SELECT count(*) FROM other_fts('tea')")
    expect(rows).toEqual([[1]])
    expect(notes).toEqual([
      '`other_fts` does not hold `c1900`, `c1901`, `c1902`, `c1903`, `c1904` and 85 more: search there with `LIKE`.',
    ])
  })

  it('is refused if there are no texts', () => {
    addOther(['price'], '1', 'INTEGER')
    expect(() => ask(sandbox, "SELECT * FROM other_fts('tea')")).toThrow(/no column with texts/)
  })
})
