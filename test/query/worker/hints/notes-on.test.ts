import { describe, expect, it } from 'vitest'
import { notesOn } from '../../../../src/query/worker/hints/index.ts'
import { TABLES, useProducts } from './products.ts'

const { count, notes } = useProducts()

const from = 'FROM items'

describe('times', () => {
  it.each<[string, string]>([
    [
      `SELECT * ${from} WHERE createdAt > datetime('now', '-1 day')`,
      "`datetime(createdAt) > datetime('now', '-1 day')`",
    ],
    [
      `SELECT * ${from} WHERE createdAt < CURRENT_TIMESTAMP`,
      '`datetime(createdAt) < CURRENT_TIMESTAMP`',
    ],
    [
      `SELECT * ${from} WHERE datetime('now') > items.createdAt`,
      "`datetime('now') > datetime(items.createdAt)`",
    ],
    [
      `SELECT * ${from} WHERE createdAt >= '2024-05-02 09:00:00'`,
      "`datetime(createdAt) >= '2024-05-02 09:00:00'`",
    ],
    [`SELECT * ${from} WHERE createdAt = '2024-05-02'`, "`date(createdAt) = '2024-05-02'`"],
    [`SELECT * ${from} WHERE createdAt = date('now')`, "`date(createdAt) = date('now')`"],
    [
      `SELECT * ${from} WHERE createdAt BETWEEN datetime('now', '-1 day') AND datetime('now')`,
      "`datetime(createdAt) BETWEEN datetime('now', '-1 day') AND datetime('now')`",
    ],
  ])('%s', (sql, form) => {
    expect(notes(sql)).toContain(form)
  })

  it.each([
    `SELECT * ${from} WHERE datetime(createdAt) > datetime('now', '-1 day')`,
    `SELECT * ${from} WHERE createdAt > now()`,
    `SELECT * ${from} WHERE createdAt >= '2024-05-02' AND createdAt < date('now')`,
    `SELECT * ${from} WHERE createdAt > '2024-05-02T09:00:00Z'`,
    `SELECT * ${from} WHERE day > datetime('now')`,
    `SELECT * ${from} WHERE day = date('now')`,
    `SELECT date(createdAt) = '2024-05-02' ${from}`,
  ])('has no note on %s', (sql) => {
    expect(notes(sql)).toBe('')
  })
})

describe('other answers that are quietly wrong', () => {
  it.each<[string, string]>([
    [`SELECT * ${from} WHERE name = NULL`, '`name IS NULL`'],
    [`SELECT * ${from} WHERE items.name != null`, '`items.name IS NOT NULL`'],
    [`SELECT * ${from} WHERE inStock = 'true'`, '`inStock = true`'],
    [`SELECT * ${from} WHERE inStock = 'False'`, '`inStock = false`'],
    [`SELECT * ${from} WHERE name = true`, "`name = 'true'`"],
    [`SELECT * ${from} WHERE seller = 'Ann'`, "`seller->>'key' = 'Ann'`"],
    [`SELECT * ${from} WHERE tags IN ('tea')`, "json_each(tags) WHERE value = 'tea'"],
    [`SELECT stock / id ${from}`, '`stock * 1.0 / id`'],
    [`SELECT 100 * sum(stock) / count(*) ${from}`, '`100 * sum(stock) * 1.0 / count(*)`'],
    [`SELECT count(*) FILTER (WHERE inStock) / 3, 5/2 ${from}`, '`5 * 1.0 / 2`'],
    [`SELECT name[0] ${from}`, '`name->>0`'],
    [`SELECT seller['name'] ${from}`, "`seller->>'name'`"],
    [`SELECT seller->>name ${from}`, "`seller->>'name'`"],
    [`SELECT * ${from} ORDER BY 'price'`, 'the same for all rows'],
    [`SELECT * ${from} WHERE name LIKE '%čaj%'`, "`REGEXP '(?i)čaj'`"],
    [`SELECT regexp_replace(name, 'e', '') ${from}`, "`'g'`"],
  ])('%s', (sql, form) => {
    expect(notes(sql)).toContain(form)
  })

  it.each([
    `SELECT * ${from} WHERE name IS NULL AND inStock = true AND inStock = 1 AND inStock`,
    `SELECT coalesce(name, NULL), CASE WHEN id = 1 THEN NULL END ${from}`,
    `SELECT 'x = NULL, 5/2' AS a ${from} -- a = NULL`,
    `SELECT stock * 1.0 / id, 1.0 * stock / id, rating / id, stock / 2.0, avg(stock) / 2 ${from}`,
    `SELECT stock / 10 * 10 ${from}`,
    `SELECT sum(rating) / count(*), stock / nullif(id, 0) ${from}`,
    `SELECT * ${from} WHERE seller = '{"name":"Ann"}' AND tags LIKE '%tea%'`,
    `SELECT seller->>'name', tags->0 ${from} ORDER BY "order"`,
    `SELECT * ${from} WHERE name LIKE '%tea%' AND name LIKE '%1299 €%'`,
    `SELECT regexp_replace(name, 'e', '', 'g') ${from}`,
    `SELECT [name], \`name\` ${from}`,
  ])('has no note on %s', (sql) => {
    expect(notes(sql)).toBe('')
  })
})

describe('columns that are not as in the rows', () => {
  const columnNotes = [{ names: ['Price'], text: '"Price" is Price_2.' }]
  const tables = TABLES.map((table) => ({ ...table, columnNotes }))

  it.each([
    [`SELECT Price ${from}`, 1],
    [`SELECT "Price" ${from}`, 1],
    [`SELECT * ${from}`, 1],
    [`SELECT i.*, 2 * id FROM items i`, 1],
    [`SELECT length(price), price, 2 * id, 'Price' ${from}`, 0],
  ])('are named if the statement asks for them: %s', (sql, notes) => {
    expect(notesOn(sql, tables, count)).toHaveLength(notes)
  })
})

describe('bounds', () => {
  it('lets no note fail a statement, and counts no more when the time is over', () => {
    let counts = 0
    const sql = `SELECT price < 1, zip < 1, name = NULL ${from}`
    const found = notesOn(sql, TABLES, () => {
      counts++
      throw new Error('interrupted')
    })
    expect(counts).toBe(1)
    expect(found).toEqual(['`name = NULL` is never true. Write `name IS NULL`.'])
  })

  it('keeps few and short notes', () => {
    const wrong = Array.from({ length: 300 }, (_, i) => `x${i} = NULL, stock / ${i + 2}`).join(', ')
    const found = notesOn(`SELECT ${wrong}, '${'y'.repeat(100_000)}' = NULL ${from}`, TABLES, count)
    expect(found).toHaveLength(6)
    for (const note of found) expect(note.length).toBeLessThanOrEqual(501)
  })

  it('reads no statement that is very long', () => {
    for (const part of [
      'x = NULL, ',
      '(',
      'price < ',
      'stock / ',
      'price BETWEEN ',
      'a.b.c[0]->',
    ]) {
      expect(notesOn(`SELECT ${part.repeat(50_000)} 1 ${from}`, TABLES, count)).toEqual([])
      notesOn(`SELECT ${part.repeat(500)} 1 ${from}`, TABLES, count)
    }
  })
})
