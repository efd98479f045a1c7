import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TableInfo } from '../../../../src/query/query-contract.ts'
import { registerFunctions } from '../../../../src/query/worker/functions/index.ts'
import { notesOn } from '../../../../src/query/worker/hints/index.ts'
import type { Database } from '../../../../src/query/worker/sqlite.ts'
import { openDatabase } from '../../../../src/query/worker/sqlite.ts'
import { loadInto, toJsonl } from '../../../support/load-rows.ts'

const ROWS = [
  {
    title: 'ÄPFEL',
    price: '9',
    inStock: 'true',
    category: 'tea',
    created: '2024-05-01T10:00:00.000Z',
    tweeted: 'Wed Oct 10 20:19:24 +0000 2018',
    seconds: 1704067200,
    ms: 1704067200000,
    seller: { name: 'Ann', address: { city: 'Wien' } },
    tags: ['a'],
    cid: '9007199254740993',
    mixed: 1,
  },
  { title: 'Mug', price: '10', inStock: 'false', category: null, tags: [], mixed: 'one' },
  { title: 'Cup', price: 'N/A', inStock: 'true', category: 'mugs', mixed: { a: 1 } },
]

let db: Database
let tables: TableInfo[]

beforeAll(async () => {
  db = await openDatabase({ maxMb: 64 })
  registerFunctions(db)
  tables = [loadInto(db, toJsonl(ROWS))]
})
afterAll(() => db.close())

/** Returns the notes on a statement, which the engine must take. */
function notes(sql: string): string {
  db.values(sql)
  return notesOn(sql, tables, (counting) => Number(db.values(counting)[0]?.[0])).join('\n')
}

describe('answers from scraped rows that are quietly wrong', () => {
  it.each<[string, string]>([
    ['SELECT * FROM items WHERE inStock', "`inStock = 'true'`"],
    ['SELECT * FROM items WHERE NOT inStock', "`inStock = 'true'`"],
    ["SELECT * FROM items WHERE price = '9' AND inStock", "`inStock = 'true'`"],
    ['SELECT count(*) FILTER (WHERE i.inStock) FROM items i', "`i.inStock = 'true'`"],
    ['SELECT sum(CASE WHEN inStock THEN 1 END) FROM items', "`inStock = 'true'`"],
    ['SELECT * FROM items WHERE inStock IS NOT TRUE', "`inStock = 'true'`"],
    ['SELECT * FROM items WHERE seller', '`seller IS NOT NULL`'],
    [
      "SELECT * FROM items WHERE seconds > '2024-01-01'",
      "`datetime(seconds, 'unixepoch') > '2024-01-01'`",
    ],
    ['SELECT * FROM items WHERE ms >= now()', "`datetime(ms / 1000, 'unixepoch') >= now()`"],
    ["SELECT * FROM items WHERE seconds <> ''", '`seconds IS NOT NULL`'],
    ["SELECT strftime('%Y', seconds) FROM items", "`strftime('%Y', seconds, 'unixepoch')`"],
    ['SELECT date(ms) FROM items', "`date(ms / 1000, 'unixepoch')`"],
    ['SELECT date(tweeted) FROM items', 'is NULL for 1 values'],
    ["SELECT strftime('YYYY-MM', created) FROM items", 'is that text itself'],
    ["SELECT * FROM items WHERE created <= '2024-05-01'", "`date(created) <= '2024-05-01'`"],
    [
      "SELECT * FROM items WHERE created BETWEEN '2024-04-01' AND '2024-05-01'",
      "`date(created) BETWEEN '2024-04-01' AND '2024-05-01'`",
    ],
    ['SELECT * FROM items WHERE created > current_date - 7', "`date('now', '-7 days')`"],
    ['SELECT created + 1 FROM items', "`date(created, '+1 days')`"],
    [
      'SELECT max(created) - min(created) FROM items',
      '`julianday(max(created)) - julianday(min(created))`',
    ],
    ["SELECT title + ' x' FROM items", "`title || ' x'`"],
    ["SELECT seller->>'address.city' FROM items", "`seller->>'$.address.city'`"],
    ["SELECT * FROM items WHERE seller->'name' = 'Ann'", "`seller->>'name'`"],
    ["SELECT * FROM items ORDER BY seller->'name' DESC", "`seller->>'name'`"],
    ['SELECT * FROM items WHERE length(tags) = 0', '`json_array_length(tags)`'],
    ["SELECT * FROM items WHERE category <> 'tea'", "`category IS NOT 'tea'`"],
    [
      "SELECT * FROM items WHERE category NOT IN ('tea')",
      "`(category IS NULL OR category NOT IN ('tea'))`",
    ],
    ["SELECT * FROM items WHERE category NOT IN ('tea', NULL)", 'never true'],
    [
      'SELECT * FROM items WHERE title NOT IN (SELECT category FROM items)',
      'Add `WHERE category IS NOT NULL`',
    ],
    ['SELECT max(price) FROM items', '`max(to_number(price))`'],
    ['SELECT title FROM items ORDER BY price', '`ORDER BY to_number(price)`'],
    ["SELECT avg('price') FROM items", '`avg("price")`'],
    ["SELECT category FROM items GROUP BY 'category'", '`GROUP BY "category"`'],
    [
      'SELECT * FROM items WHERE cid > 9007199254740992',
      '`CAST(cid AS INTEGER) > 9007199254740992`',
    ],
    ['SELECT title, count(*) FROM items', '`title`: not grouped'],
    [
      'SELECT i.title AS t, category, avg(seconds) FROM items i GROUP BY 2',
      '`i.title`: not grouped',
    ],
  ])('%s', (sql, form) => {
    expect(notes(sql)).toContain(form)
  })

  it.each([
    "SELECT * FROM items WHERE inStock = 'true' AND price = '9'",
    'SELECT * FROM items WHERE seconds BETWEEN 1 AND ms AND (seconds) > 1',
    'SELECT CASE inStock WHEN title THEN 1 END, count(inStock), (inStock) FROM items',
    "SELECT date(seconds, 'unixepoch'), datetime(ms / 1000, 'unixepoch'), date(created) FROM items",
    "SELECT seller->>'$.address.city', seller->'address'->>'city' FROM items",
    `SELECT * FROM items WHERE seller->'name' = '"Ann"' AND seller->'name' IS NOT NULL`,
    "SELECT seller->'address' FROM items ORDER BY seller->>'name'",
    "SELECT * FROM items WHERE category <> '' AND title <> 'Cup'",
    "SELECT * FROM items WHERE category <> 'tea' OR category IS NULL",
    'SELECT * FROM items WHERE title NOT IN (SELECT category FROM items WHERE category IS NOT NULL)',
    'SELECT * FROM items WHERE cid = 9007199254740993 AND mixed = 1',
    "SELECT seconds - 60, length(title), 'price' FROM items",
    "SELECT title FROM items WHERE lower(title) LIKE '%äpfel%' ORDER BY title",
    "SELECT julianday(created) - julianday('2024-01-01'), strftime('%Y-%m', created) FROM items",
    'SELECT title, max(seconds) FROM items GROUP BY category',
    'SELECT category c, i.title, count(*) FROM items i GROUP BY c, title ORDER BY 3',
    'SELECT category, count(*) FROM items GROUP BY 1 HAVING count(*) > 1',
    'SELECT items.category, count(*) FROM items GROUP BY category',
    'SELECT count(*), upper(category) AS c FROM items GROUP BY c',
    'SELECT title, count(*) OVER () FROM items',
  ])('has no note on %s', (sql) => {
    expect(notes(sql)).toBe('')
  })
})

it('changes the case of all letters', () => {
  expect(db.values("SELECT lower(title), upper('äß'), lower(NULL) FROM items LIMIT 1")).toEqual([
    ['äpfel', 'ÄSS', null],
  ])
})
