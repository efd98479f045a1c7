import { beforeAll, describe, expect, it } from 'vitest'
import type { Sandbox } from '../../../src/query/worker/statement.ts'
import { startStatement } from '../../../src/query/worker/statement.ts'
import { ask, openShop } from './support.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await openShop()
})

/** Returns the one value of an expression. */
const evaluate = (expression: string, maxCellChars = 1000) =>
  ask(sandbox, `SELECT ${expression}`, { maxCellChars }).rows[0]?.[0]

describe('a value of a result', () => {
  it.each<[string, unknown]>([
    ['1', 1],
    ['-9007199254740991', -9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-9223372036854775808', -9223372036854775808n],
    ['5 / 2', 2],
    ['5 / 2.0', 2.5],
    ['1e999', 'Infinity'],
    ['-1e999', '-Infinity'],
    ['1e999 - 1e999', null],
    ['NULL', null],
    ["''", ''],
    ["'00501'", '00501'],
    ["'a' || char(0) || 'b'", 'a\0b'],
    ["char(65279) || 'x'", '\ufeffx'],
    ["'tea 🍵 čaj'", 'tea 🍵 čaj'],
    ["x'00ff10'", '[blob, 3 bytes]'],
    ["x''", '[blob, 0 bytes]'],
    ["jsonb('[1]')", '[blob, 3 bytes]'],
    ['json(\'{"a": [1, 2]}\')', '{"a":[1,2]}'],
    ["CAST(x'61ff62' AS TEXT)", 'a\ufffdb'],
    ['true', 1],
  ])('%s', (expression, value) => {
    expect(evaluate(expression)).toEqual(value)
  })

  it('is cut with a mark that tells what is missing, never within a character', () => {
    expect(evaluate("'abcdefghij'", 10)).toBe('abcdefghij')
    expect(evaluate("'abcdefghijk'", 10)).toBe('abcdefghij… [+1 chars]')
    expect(evaluate("'abcdefghi🍵k'", 10)).toBe('abcdefghi… [+3 chars]')
  })

  it('is true or false if it comes from a column of these, and 1 or 0 if it is computed', () => {
    const { rows } = ask(
      sandbox,
      'WITH x AS (SELECT inStock AS a FROM items ORDER BY _row LIMIT 2) SELECT a, a + 0, max(a, 0) FROM x',
    )
    expect(rows).toEqual([
      [true, 1, 1],
      [false, 0, 0],
    ])
  })

  it('is a number where a column of true and false meets one of numbers', () => {
    const { rows } = ask(
      sandbox,
      'SELECT inStock FROM items WHERE _row = 0 UNION ALL SELECT _row FROM items WHERE _row IN (1, 2)',
    )
    expect(rows).toEqual([[1], [1], [2]])
  })
})

describe('the columns of a result', () => {
  it('keep their names and their order, also two of one name', () => {
    const { columns, rows } = ask(
      sandbox,
      'SELECT price, name AS price, 1 AS "a b" FROM items LIMIT 1',
    )
    expect(columns).toEqual(['price', 'price', 'a b'])
    expect(rows).toEqual([[0, 'Black coffee 0', 1]])
  })

  it('are there without a row', () => {
    expect(ask(sandbox, 'SELECT name FROM items WHERE false')).toMatchObject({
      columns: ['name'],
      rows: [],
      done: true,
    })
  })
})

describe('reading', () => {
  const start = (sql: string) => startStatement(sandbox, { sql, maxMs: 60_000, maxCellChars: 100 })

  it.each([
    [999, 1000],
    [1000, 1000],
    [1001, 1000],
  ])('with a limit of %i rows knows whether another comes', (maxRows, total) => {
    const { rows, done } = ask(sandbox, 'SELECT _row FROM items', { maxRows })
    expect(rows).toHaveLength(Math.min(maxRows, total))
    expect(done).toBe(maxRows >= total)
  })

  it('goes on where it stopped', () => {
    const statement = start('SELECT _row FROM items ORDER BY _row')
    const rows: unknown[][] = []
    let done = false
    while (!done) {
      const part = statement.read({ maxRows: 300, maxChars: 1e6 })
      rows.push(...part.rows)
      done = part.done
    }
    statement.finish()
    expect(rows).toEqual(Array.from({ length: 1000 }, (_, i) => [i]))
  })

  it('stops behind the row with which there are enough characters', () => {
    const statement = start("SELECT printf('%040d', _row) FROM items")
    expect(statement.read({ maxRows: 100, maxChars: 81 }).rows).toHaveLength(3)
    expect(statement.read({ maxRows: 100, maxChars: 80 }).rows).toHaveLength(2)
    statement.finish()
  })

  it('returns a little of each of many long texts of a row', () => {
    const cells = Array(100).fill('x').join(', ')
    const sql = `SELECT ${cells} FROM (SELECT hex(zeroblob(2500)) AS x)`
    const [row = []] = ask(sandbox, sql, { maxCellChars: 4000 }).rows
    const lengths = row.map((cell) => String(cell).length)
    expect(lengths[0]).toBeGreaterThan(4000)
    expect(lengths.reduce((sum, one) => sum + one)).toBeLessThan(4 * 4100 + 100 * 1020)
    for (const cell of row) expect(cell).toMatch(/^0{1000,4000}… \[\+[1-4]\d{3} chars\]$/)
    const [whole = []] = ask(sandbox, sql, { maxCellChars: Number.MAX_SAFE_INTEGER }).rows
    expect(whole).toEqual(Array(100).fill('0'.repeat(5000)))
  })

  it('refuses a row of texts that are too long together', async () => {
    const cells = Array(40).fill('hex(zeroblob(500000))').join(', ')
    const large = await openShop(128)
    expect(() => ask(large, `SELECT ${cells}`)).toThrow(/a row that the statement makes is longer/)
  })

  it('after the last row gives none', () => {
    const statement = start('SELECT 1')
    expect(statement.read({ maxRows: 5, maxChars: 100 })).toEqual({ rows: [[1]], done: true })
    expect(statement.read({ maxRows: 5, maxChars: 100 })).toEqual({ rows: [], done: true })
    statement.finish()
  })

  it('fails at the value that is wrong', () => {
    expect(() => ask(sandbox, 'SELECT abs(-9223372036854775808) FROM items')).toThrow(/overflow/)
  })

  it('takes all the time of a statement together', () => {
    const endless =
      'SELECT 1 UNION ALL SELECT * FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n)'
    const statement = startStatement(sandbox, { sql: endless, maxMs: 50, maxCellChars: 100 })
    const readOn = () => {
      while (true) statement.read({ maxRows: 10, maxChars: 1000 })
    }
    expect(readOn).toThrow(/longer than the 0\.05 s/)
    statement.finish()
  })
})

describe('a statement with parameters', () => {
  it.each([
    ['SELECT ?', '?'],
    ['SELECT :x', ':x'],
    ['SELECT @type FROM items', '@type'],
    ['SELECT $id, $id FROM items', '$id'],
  ])('is refused: %s', (sql, name) => {
    expect(() => ask(sandbox, sql)).toThrow(name)
  })
})
