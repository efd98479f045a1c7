import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registerFunctions } from '../../../../src/query/worker/functions/index.ts'
import { type Database, openDatabase } from '../../../../src/query/worker/sqlite.ts'

let db: Database

beforeAll(async () => {
  db = await openDatabase({ maxMb: 64 })
  registerFunctions(db)
  db.exec(`
    CREATE TABLE items (_row INTEGER PRIMARY KEY, kind, price, ok);
    INSERT INTO items VALUES (0, 'a', 2, 1), (1, 'a', 4, 0), (2, 'b', 4, 1), (3, 'b', NULL, NULL),
      (4, 'c', NULL, NULL);
  `)
})
afterAll(() => db.close())

/** Returns the first value of a result. */
function ask(expression: string): unknown {
  return db.values(`SELECT ${expression}`)[0]?.[0]
}

describe('aggregates', () => {
  it.each<[string, unknown[]]>([
    ['stddev(price)', [Math.SQRT2, null, null]],
    ['stddev_samp(price)', [Math.SQRT2, null, null]],
    ['stddev_pop(price)', [1, 0, null]],
    ['variance(price)', [2, null, null]],
    ['var_pop(price)', [1, 0, null]],
    ['bool_or(ok)', [1, 1, null]],
    ['bool_and(ok)', [0, 1, null]],
    ['every(price > 1)', [1, 1, null]],
    ['count_if(price > 3)', [1, 1, 0]],
    ['any_value(price)', [2, 4, null]],
    ['array_agg(price)', ['[2,4]', '[4,null]', '[null]']],
    ['array_agg(price ORDER BY price DESC)', ['[4,2]', '[4,null]', '[null]']],
    ['array_agg(DISTINCT kind)', ['["a"]', '["b"]', '["c"]']],
    ["json_object('p', array_agg(price))", ['{"p":[2,4]}', '{"p":[4,null]}', '{"p":[null]}']],
    ['array_agg(price) FILTER (WHERE price > 9)', [null, null, null]],
    ['max_by(_row, price)', [1, 2, null]],
    ['min_by(_row, price)', [0, 2, null]],
  ])('%s', (expression, values) => {
    const rows = db.values(`SELECT ${expression} FROM items GROUP BY kind ORDER BY kind`)
    expect(rows.map(([value]) => value)).toEqual(values)
  })

  it('gives NULL over no rows', () => {
    const names = ['stddev(price)', 'bool_or(ok)', 'any_value(price)', 'array_agg(price)']
    expect(db.values(`SELECT ${names.join(', ')} FROM items WHERE _row > 99`)).toEqual([
      [null, null, null, null],
    ])
  })

  it('moves with a window', () => {
    const rows = db.values(
      'SELECT stddev_pop(v) OVER w, bool_and(v > 1) OVER w FROM (SELECT 1 AS v UNION ALL SELECT 3 UNION ALL SELECT 5 UNION ALL SELECT 5) WINDOW w AS (ROWS 1 PRECEDING)',
    )
    expect(rows).toEqual([
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ])
  })

  it.each<[string, string]>([
    ['stddev(kind)', 'stddev(): a value is no number: `a`. Write `stddev(to_number(x))`.'],
    ['bool_or(kind)', 'bool_or(): a value is neither true nor false: `a`.'],
    ["array_agg(x'00')", 'array_agg(): JSON cannot hold a BLOB'],
  ])('%s fails in words', (expression, message) => {
    expect(() => ask(`${expression} FROM items`)).toThrow(message)
  })

  it('bounds arrays, and lets go of them when a statement fails', () => {
    const sql =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000) SELECT array_agg(printf('%.*c', 1000, 'a')) FROM n"
    for (let i = 0; i < 6; i++) {
      expect(() => db.values(sql)).toThrow('array_agg(): an array has more than 4000000 characters')
    }
    expect(ask('array_agg(price) FROM items')).toBe('[2,4,4,null,null]')
  })

  it('bounds texts', () => {
    expect(() => ask("repeat('abc', 9999999)")).toThrow('repeat(): its result has more than')
    expect(() => ask("lpad('abc', 99999999)")).toThrow('lpad(): its result has more than')
    expect(() => ask('reverse(zeroblob(20000000) || 1)')).toThrow(
      'reverse(): its texts have more than',
    )
  })

  const many = (expression: string, count: number) =>
    Array.from({ length: count }, (_, i) => expression.replace('$i', String(i))).join(', ')
  const long = 'hex(zeroblob(1000000))'

  it.each<[what: string, expression: string, says: string]>([
    ['arguments', `greatest(${many(long, 9)})`, 'greatest(): its texts have more than'],
    ['characters', "translate(printf('%.*c', 5000000, 'a'), 'a', 'b')", 'translate(): its result'],
    ['parts', "split_part(printf('%.*c', 5000000, 'a'), 'a', 2)", 'split_part(): a text has more'],
    ['values that aggregates hold', many(`any_value(${long} || $i)`, 9), 'any_value(): what the'],
    ['values of the greatest row', many(`max_by(${long} || $i, 1)`, 9), 'max_by(): what the'],
  ])('bounds %s', (_, expression, says) => {
    for (let i = 0; i < 3; i++) expect(() => ask(expression)).toThrow(says)
    expect(ask("any_value('a')")).toBe('a')
  })

  it('fails for want of memory if SQLite has none for an argument', async () => {
    const small = await openDatabase({ maxMb: 16 })
    registerFunctions(small)
    const sql = 'SELECT length(greatest(zeroblob(7000000), zeroblob(7000001)))'
    for (let i = 0; i < 3; i++) expect(() => small.values(sql)).toThrow('out of memory')
    expect(small.values("SELECT greatest('a', 'b')")).toEqual([['b']])
  })

  it('reads arguments while the memory grows', async () => {
    const small = await openDatabase({ maxMb: 64 })
    registerFunctions(small)
    expect(small.values(`SELECT length(greatest(${many('zeroblob(700000)', 20)}))`)).toEqual([
      [700_000],
    ])
  })

  it.each<[expression: string, value: unknown]>([
    ["left('a\u{1f375}bc', 2)", 'a\u{1f375}'],
    ["left('a\u{1f375}bc', -1)", 'a\u{1f375}b'],
    ["left('ab', -5)", ''],
    ["right('a\u{1f375}bc', 3)", '\u{1f375}bc'],
    ["right('a\u{1f375}bc', -2)", 'bc'],
    ["right('ab', 5)", 'ab'],
    ["right('ab', 0)", ''],
    ["char_length('a\u{1f375}')", 2],
    ["strpos('a\u{1f375}b', 'b')", 3],
    ["length(left(printf('%.*c', 9000000, 'a'), 5))", 5],
  ])('%s is by characters, however long the text', (expression, value) => {
    expect(ask(expression)).toBe(value)
  })

  it.each([
    "date_trunc('day', '2026-01-02T03:04' || printf('%.*c', 3000000, ' ') || 'x')",
    "stddev(printf('%.*c', 3000000, '1') || 'x')",
  ])('ends soon on a long text: %s', (expression) => {
    try {
      ask(expression)
    } catch (error) {
      expect(String(error)).toMatch(/no number|not a time/)
    }
  })
})
