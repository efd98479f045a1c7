import { describe, expect, it } from 'vitest'
import type { TableInfo } from '../../../../src/query/query-contract.ts'
import { explainFailure } from '../../../../src/query/worker/hints/index.ts'
import { TABLES, useProducts } from './products.ts'

const { explain } = useProducts()

const from = 'FROM items'

describe('unknown names', () => {
  it.each<[string, RegExp]>([
    [`SELECT nmae ${from}`, /No such column: `nmae`. Did you mean name\?/],
    [`SELECT created_at ${from}`, /Did you mean createdAt\?/],
    [`SELECT type ${from}`, /Did you mean "@type"\?/],
    [`SELECT items.nmae ${from}`, /Did you mean name\?/],
    [`SELECT zzzzzz ${from}`, /Columns of `items`: id, name, price, .*"order", "@type", zip\./],
    [`SELECT seller.name ${from}`, /seller holds JSON: write `seller->>'name'`/],
    [`SELECT i.seller.name FROM items i`, /write `i.seller->>'name'`/],
    [
      `SELECT seller->>nick ${from}`,
      /Put the key in single quotes: `seller ->> 'nick'`|`seller->> 'nick'`/,
    ],
    [`SELECT name.first ${from}`, /name is TEXT and has no fields/],
    [`SELECT x.price FROM items i`, /`x` is not a table of this statement: write price/],
    [`SELECT * ${from} WHERE name = "tea"`, /write 'tea'/],
    [`SELECT "it's" ${from}`, /write 'it''s'/],
    [`SELECT price FROM (SELECT id ${from})`, /price is a column of `items`, which this part/],
    ['SELECT * FROM itemz', /No such table: `itemz`. The rows are in the table `items`/],
    ['SELECT * FROM other', /`otherDatasetId` or `otherRunId`/],
    ['SELECT * FROM items, items.tags', /json_each\(items.tags\)/],
    ['SELECT * FROM generate_series(1, 3)', /WITH RECURSIVE/],
    [`SELECT foo(id) ${from}`, /No such function: `foo`/],
    [`SELECT lenght(name) ${from}`, /Did you mean `length`\?/],
    [`SELECT nvl(name, 'x') ${from}`, /`ifnull\(name, 'x'\)`/],
    [`SELECT charindex('a', name) ${from}`, /`instr\(name, 'a'\)`/],
    [`SELECT to_char(createdAt, 'YYYY') ${from}`, /`strftime\('%Y-%m-%d', createdAt\)`/],
    [`SELECT json_agg(name) ${from}`, /`json_group_array\(name\)`/],
    [`SELECT regexp_matches(name, 'a') ${from}`, /`regexp_extract\(name, 'a'\)`/],
    [`SELECT constructor(name) ${from}`, /No such function: `constructor`/],
    [`SELECT jsonb_array_elements(tags) ${from}`, /json_each\(tags\)/],
  ])('%s', (sql, pattern) => {
    expect(explain(sql)).toMatch(pattern)
  })
})

/** A table of fields that SQL knows by other names, or not at all. */
const ODD: TableInfo = {
  name: 'items',
  rows: 1,
  notes: [],
  columns: [
    { name: 'a.b', field: 'a.b', type: 'TEXT' },
    { name: '_empty', field: '', type: 'TEXT' },
    { name: 'name', field: 'name', type: 'TEXT' },
    { name: 'seller', field: 'seller', type: 'JSON' },
    { name: '_rest', field: '_rest', type: 'JSON' },
  ],
}

describe('fields that are not columns of their names', () => {
  it.each<[string, string, string]>([
    ['SELECT "" FROM items', '""', 'The field is the column _empty.'],
    ['SELECT "#debug" FROM items', '"#debug"', 'Fields that begin with `#` are hidden'],
    ['SELECT field_2400 FROM items', 'field_2400', "write `_rest->>'field_2400'`"],
    ['SELECT * FROM items WHERE items MATCH 1', 'items', 'items_fts MATCH'],
  ])('%s', (sql, name, says) => {
    const message = name.startsWith('"')
      ? `no such column: ${name} - should this be a string literal in single-quotes?`
      : `no such column: ${name}`
    expect(explainFailure(sql, message, [ODD]).remedy).toContain(says)
  })

  it.each([
    ['SELECT seller.name FROM items', 'seller.name', "seller holds JSON: write `seller->>'name'`."],
    ['SELECT name, seller.name FROM items', 'seller.name', "write `seller->>'name'`."],
    ['SELECT a.b FROM items', 'a.b', 'Write the column as "a.b".'],
  ])('says one thing alone about %s', (sql, name, says) => {
    const { remedy } = explainFailure(sql, `no such column: ${name}`, [
      { ...ODD, columns: ODD.columns.slice(0, -1) },
    ])
    expect(remedy).toContain(`${says} Columns of`)
  })

  it('says that a dataset is empty', () => {
    const empty = { ...ODD, rows: 0, columns: [] }
    const { remedy } = explainFailure('SELECT a FROM items', 'no such column: a', [empty])
    expect(remedy).toContain('is empty')
  })
})

describe('other failures', () => {
  it.each<[string, RegExp]>([
    [
      `SELECT name->>'a' ${from}`,
      /column `name` holds texts that are not JSON.*`CASE WHEN json_valid\(name\) THEN name->>'a' END`/,
    ],
    [
      `SELECT json_extract(name, '$.a') ${from}`,
      /CASE WHEN json_valid\(name\) THEN json_extract\(name, '\$.a'\) END/,
    ],
    [
      `SELECT value FROM items AS i, json_each(i.name)`,
      /json_each\(CASE WHEN json_valid\(i.name\) THEN i.name END\)/,
    ],
    [`SELECT sum(9223372036854775807) ${from}`, /`total\(9223372036854775807\)`/],
    [`SELECT name ${from} WHERE count(*) > 1`, /`count\(\*\)` cannot stand here.*HAVING/],
    [`SELECT name ${from} WHERE sum(id) > 1 GROUP BY name`, /HAVING sum\(id\)/],
    [`SELECT * ${from} WHERE row_number() OVER () = 1`, /SELECT \* FROM \(SELECT/],
    [`SELECT count(DISTINCT id, name) ${from}`, /SELECT DISTINCT id, name FROM items/],
    [`SELECT string_agg(name) ${from}`, /string_agg\(x, ', '\)/],
    [`SELECT string_agg(DISTINCT name, ', ') ${from}`, /group_concat\(DISTINCT name\)/],
    [`SELECT name ${from} HAVING id = 1`, /write WHERE/],
    [`SELECT id, name ${from} UNION SELECT id ${from}`, /same number of columns/],
    [`SELECT id ${from} AS a, items AS b`, /ambiguous column name/],
    ['INSERT INTO items (id) VALUES (nope)', /`INSERT` is not a question.*push_dataset_items/],
    ['update items set nope = 1', /`UPDATE` is not a question.*cannot be changed or removed/],
    ['WITH a AS (SELECT 1) DELETE FROM nope', /`DELETE` is not a question.*cannot be changed/],
    ['CREATE TABLE x AS SELECT nope', /`CREATE` is not a question.*WITH name AS \(SELECT …\)/],
    ["ATTACH 'x' AS y(", /`ATTACH` is not a question.*otherDatasetId/],
    ['PRAGMA nope(', /`PRAGMA` is not a question.*get_dataset shows the columns/],
    ['SET x = 1', /`SET` is not a question.*Leave it out/],
    [`SELECT count(DISTINCT (id, name)) ${from}`, /SELECT DISTINCT id, name FROM items/],
    [`SELECT (id, name) ${from}`, /without the brackets/],
    [`SELECT order ${from}`, /write "order"/],
    [`SELECT 'it\\'s' ${from}`, /a quote twice/],
    [`SELECT * ${from} WHERE`, /Something is missing at its end/],
    [
      'SELECT FROM WHERE',
      /SQLite does not take the statement: near "FROM": syntax error.*Columns of `items`/,
    ],
    [`SELECT name ${from} WHERE name REGEXP '('`, /regexp\(\): the pattern is not a valid RE2/],
    [`SELECT date_trunc('eon', createdAt) ${from}`, /is no unit of time/],
  ])('%s', (sql, pattern) => {
    expect(explain(sql)).toMatch(pattern)
  })

  it.each(['', ' ;', '-- only a remark', '/* a */'])('explains an empty statement: %j', (sql) => {
    expect(explainFailure(sql, 'not an error', TABLES).happened).toContain('The statement is empty')
  })

  it('explains what is refused', () => {
    const failure = explainFailure(
      'SELECT * FROM dbstat',
      'access to dbstat.name is prohibited',
      TABLES,
    )
    expect(failure.happened).toContain('refused')
  })

  it('keeps bounds, whatever the statement and the names in it', () => {
    const long = 'x'.repeat(100_000)
    const statements = [
      `SELECT ${long}`,
      `SELECT "${long}"`,
      `SELECT * FROM ${long}`,
      `SELECT ${long}(1)`,
      `SELECT '${long}' ILIKE '${long}' FROM items`,
      `SELECT '${long}`,
      `SELECT ${'('.repeat(50_000)}`,
      `SELECT ${'a ILIKE b::int ^ '.repeat(20_000)}`,
      `${long} ${long}`,
    ]
    for (const sql of statements) {
      const began = performance.now()
      const { happened, remedy } = explainFailure(sql, `near "${long}": syntax error`, TABLES)
      expect(happened.length + remedy.length).toBeLessThan(1600)
      expect(performance.now() - began).toBeLessThan(5000)
    }
  })
})
