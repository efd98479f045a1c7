import { describe, expect, it } from 'vitest'
import {
  countRows,
  quoteName,
  quoteText,
  type Search,
  searchable,
  selectRows,
  wrapped,
} from '../../../../src/views/shared/table/sql.ts'

const search: Search = {
  from: 'items',
  columns: ['title', 'the "best" price'],
  filter: '',
  sort: undefined,
  offset: 50,
  limit: 25,
}

describe('statements about all rows', () => {
  it('page in the order of the dataset, and ask for one row more', () => {
    expect(selectRows(search)).toBe(
      'SELECT "_row", "title", "the ""best"" price" FROM items ORDER BY _row LIMIT 26 OFFSET 50',
    )
  })

  it('sort with empty values last, and find a text in each column, whatever its case', () => {
    const sort = { column: 'title', isDescending: true }
    expect(selectRows({ ...search, columns: ['title'], filter: " O'Neil ", sort })).toBe(
      `SELECT "_row", "title" FROM items WHERE instr(lower("title"), 'o''neil') > 0 ORDER BY "title" IS NULL, "title" DESC, _row LIMIT 26 OFFSET 50`,
    )
    expect(countRows({ ...search, columns: ['title'], filter: 'tea' })).toBe(
      `SELECT count(*) FROM items WHERE instr(lower("title"), 'tea') > 0`,
    )
  })

  it('find a text in 2,000 columns without more levels than SQLite takes', () => {
    const columns = Array.from({ length: 2000 }, (_, i) => `c${i}`)
    const [, where = ''] = countRows({ ...search, columns, filter: 'tea' }).split(' WHERE ')
    const groups = where.slice(1, -1).split(') OR (')
    expect(groups).toHaveLength(20)
    expect(new Set(groups.map((group) => group.split(' OR ').length))).toEqual(new Set([100]))
  })

  it('select from another statement with its own columns and order', () => {
    expect(selectRows({ ...search, from: '(\nSELECT 1\n)' })).toBe(
      'SELECT * FROM (\nSELECT 1\n) LIMIT 26 OFFSET 50',
    )
  })

  it.each([
    ['a"; DROP TABLE items; --', '"a""; DROP TABLE items; --"'],
    ['', '""'],
    ['価格', '"価格"'],
  ])('quote the name %j', (name, quoted) => expect(quoteName(name)).toBe(quoted))

  it.each([
    ["' OR 1=1 --", "''' OR 1=1 --'"],
    ['a\0b', "'ab'"],
    ['\\', "'\\'"],
  ])('quote the text %j', (text, quoted) => expect(quoteText(text)).toBe(quoted))

  it('leave out names that SQLite cannot tell apart or read, and those of the server', () => {
    const names = [
      'Price',
      'price',
      'PRICE',
      '_row',
      '',
      'a\0',
      '\ud800',
      'x'.repeat(101),
      'Ä',
      'ä',
    ]
    expect(searchable(names)).toEqual(['Price', 'Ä', 'ä'])
  })

  it('leave out what stands for fields that the server left out', () => {
    expect(searchable(['title', '…'])).toEqual(['title'])
  })
})

describe('a statement inside another', () => {
  it.each([
    ['SELECT 1', '(\nSELECT 1\n)'],
    ['select brand from items ; \n', '(\nselect brand from items\n)'],
    ["SELECT ';' -- all; of it", "(\nSELECT ';'\n)"],
    ['WITH a AS (SELECT 1) SELECT * FROM a', '(\nWITH a AS (SELECT 1) SELECT * FROM a\n)'],
    ['/* first */ VALUES (1)', '(\n/* first */ VALUES (1)\n)'],
    ['SELECT "a;b", [c;d], `e;f` FROM items', '(\nSELECT "a;b", [c;d], `e;f` FROM items\n)'],
    ['SELECT a -- one\n, b FROM items', '(\nSELECT a -- one\n, b FROM items\n)'],
  ])('is %j', (sql, inside) => expect(wrapped(sql)).toBe(inside))

  it.each([
    '',
    'SELECT 1; SELECT 2',
    'SELECT 1 /* without an end',
    "SELECT 'without an end",
    'SELECT [without an end',
    'EXPLAIN SELECT 1',
    'PRAGMA table_info(items)',
  ])('cannot be %j', (sql) => expect(wrapped(sql)).toBeUndefined())
})
