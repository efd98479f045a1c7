import { describe, expect, it } from 'vitest'
import { LongText } from '../../../../src/budget/pruned.ts'
import { exampleQuery } from '../../../../tools/support/dataset-pages/example-query.ts'
import { sqlColumns } from '../../../../tools/support/dataset-pages/sql-columns.ts'

/** Returns the columns of all fields of the rows. */
function columnsOf(rows: readonly object[]) {
  return sqlColumns(rows, [...new Set(rows.flatMap((row) => Object.keys(row)))])
}

describe('sqlColumns', () => {
  it.each([
    ['INTEGER', [1, 2, null]],
    ['REAL', [1, 2.5]],
    ['REAL', [1, 1e20]],
    ['TEXT', ['00501', '']],
    ['TEXT', [null]],
    ['TEXT', [new LongText('start', 9_000_000)]],
    ['BOOLEAN', [true, false]],
    ['JSON', [{ a: 1 }, [1]]],
    ['MIXED', [1, '']],
    ['MIXED', [true, 1]],
    ['MIXED', [1.5, { a: 1 }]],
  ])('is %s for %j', (type, values) => {
    expect(columnsOf(values.map((a) => ({ a }))).get('a')?.type).toBe(type)
  })

  it('has no hidden fields, and none of rows that are not objects', () => {
    expect([...sqlColumns([{ a: 1, '#b': 2 }, 5, [1]], ['a', '#b']).keys()]).toEqual(['a'])
  })
})

describe('exampleQuery', () => {
  const teas = Array.from({ length: 6 }, (_, n) => ({
    id: n,
    title: `Tea number ${n}`,
    category: ['green', 'black'][n % 2],
    price: n + 0.5,
    reviews: n,
    seller: { id: n, name: ['Ann', 'Bob'][n % 2] },
  }))
  const GROUPED = 'FROM items GROUP BY 1 ORDER BY 2 DESC LIMIT 10'

  it.each<[string, object[], string]>([
    ['no rows', [], 'SELECT count(*) FROM items'],
    [
      'a text with few values and a number',
      teas,
      `SELECT category, count(*), round(avg(price), 2) ${GROUPED}`,
    ],
    [
      'such a text in an object',
      teas.map(({ title, reviews, seller }) => ({ title, reviews, seller })),
      `SELECT seller->>'name', count(*), round(avg(reviews), 2) ${GROUPED}`,
    ],
    [
      'no number',
      teas.map(({ category }) => ({ category })),
      `SELECT category, count(*) ${GROUPED}`,
    ],
    [
      'no text with few values',
      teas.map(({ title, price }) => ({ title, price })),
      'SELECT count(*), min(price), avg(price), max(price) FROM items',
    ],
    [
      'names that need quotes',
      teas.map(({ category, price }) => ({ 'the "group"': category, order: price })),
      `SELECT "the ""group""", count(*), round(avg("order"), 2) ${GROUPED}`,
    ],
    [
      'plain names before others',
      teas.map(({ category }) => ({ '@type': category, kind: category })),
      `SELECT kind, count(*) ${GROUPED}`,
    ],
    [
      'nothing but names with line ends',
      teas.map(({ price }) => ({ 'a\nb': price })),
      'SELECT count(*) FROM items',
    ],
    ['rows without fields', [{}, {}], 'SELECT count(*) FROM items'],
    ['nothing but ids', teas.map(({ id }) => ({ id, userId: id })), 'SELECT count(*) FROM items'],
  ])('asks for %s', (_, rows, sql) => {
    expect(exampleQuery(rows, columnsOf(rows))).toBe(sql)
  })
})
