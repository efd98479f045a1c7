import { describe, expect, it } from 'vitest'
import { serveProducts, setDataset } from '../../support/products.ts'

const NUL = 'a\0b'
const WIDE = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`f${i}`, i]))
const NAMES = { Price: 1, price: 2, '': 3, select: 4, 'say "hi"': 5, "it's": 6, [NUL]: 7, 'a.b': 8 }

/** Starts a server with these rows, and returns what asks them. */
async function serveRows(rows: readonly unknown[]) {
  const server = await serveProducts()
  setDataset(server, 'mess', [])
  server.fake.datasets.set('mess', [...rows])
  return async (sql: string, more: object = {}) => {
    const result = await server.call('query_dataset', { datasetId: 'mess', sql, ...more })
    const { rows, rowCount, truncated, scanned, note } = Object(result.structured)
    return { rows, rowCount, truncated, scanned, note, text: result.text, isError: result.isError }
  }
}

describe('statements that cannot be answered', () => {
  it('are refused with what to do next, and the server serves on', async () => {
    const ask = await serveRows([{ title: 'Tea', seller: { name: 'Ann' } }])
    const refused: [string, string][] = [
      ['SELECT 1; SELECT 2', 'UNION ALL'],
      ['DELETE FROM items', 'cannot be changed or removed'],
      ['INSERT INTO items VALUES (1)', 'push_dataset_items'],
      ["ATTACH 'x' AS y", 'otherDatasetId'],
      ['SELECT titel FROM items', 'Did you mean title?'],
      ['SELECT seller.name FROM items', "seller->>'name'"],
      ['SELECT * FROM products', 'The rows are in the table `items`.'],
      ['SELECT * FROM other', '`otherDatasetId` or `otherRunId`'],
      ["SELECT replace(hex(zeroblob(30000000)), '0', 'tea') FROM items", 'longer than one may be'],
    ]
    for (const [sql, says] of refused) {
      const { isError, text } = await ask(sql)
      expect([sql, isError, text]).toEqual([sql, true, expect.stringContaining(says)])
    }
    expect(await ask('SELECT count(*) FROM items')).toMatchObject({ rows: [[1]] })
  })

  it('with ten million rows are answered with the first ones, and a note', async () => {
    const rows = Array.from({ length: 220 }, (_, i) => ({ i }))
    const ask = await serveRows(rows)
    const { truncated, rowCount, note } = await ask('SELECT a.i FROM items a, items b, items c')
    expect({ truncated, rowCount }).toEqual({ truncated: true, rowCount: 100 })
    expect(note).toContain('There are more rows')
    expect(await ask('SELECT count(*) FROM items a, items b')).toMatchObject({ rows: [[48_400]] })
  })
})

describe('what changed since another run', () => {
  it('has a note where a NULL in the other dataset hides all rows', async () => {
    const ask = await serveRows([{ title: 'Tea' }, { title: null }])
    const sql = 'SELECT count(*) FROM items WHERE title NOT IN (SELECT title FROM other)'
    const { rows, note } = await ask(sql, { datasetId: 'data1', otherDatasetId: 'mess' })
    expect(rows).toEqual([[0]])
    expect(note).toContain('Add `WHERE title IS NOT NULL` in its brackets.')
  })
})

describe('rows as people have them', () => {
  it('have fields of any name, which an answer tells where it matters', async () => {
    const ask = await serveRows([NAMES])
    const sql = `SELECT Price, price_2, _empty, "select", "say ""hi""", "it's", a_b, "a.b" FROM items`
    const renamed = await ask(sql)
    expect(renamed.rows).toEqual([[1, 2, 3, 4, 5, 6, 7, 8]])
    expect(renamed.note).toBeUndefined()
    expect((await ask('SELECT price FROM items')).note).toContain('"price" is price_2')
    expect((await ask('SELECT * FROM items')).note).toContain('"price" is price_2')
    expect((await ask('SELECT "" FROM items')).text).toContain('The field is the column _empty.')
    expect((await ask('SELECT select FROM items')).text).toContain('write "select"')
  })

  it('have more fields than a table has columns', async () => {
    const ask = await serveRows([WIDE])
    const far = await ask("SELECT f1, _rest->>'f4999' FROM items")
    expect(far.rows).toEqual([[1, 4999]])
    expect(far.note).toContain('The rows have more than 1990 fields.')
    expect((await ask('SELECT count(*) FROM items')).note).toBeUndefined()
    expect((await ask('SELECT f4999 FROM items')).text).toContain("write `_rest->>'f4999'`")
    expect((await ask('SELECT * FROM items')).text).toContain('Select the columns that you need')
  })

  it('may be empty, so that no column is there', async () => {
    const ask = await serveRows([])
    expect(await ask('SELECT * FROM items')).toMatchObject({ rows: [], scanned: 0 })
    expect((await ask('SELECT title FROM items')).text).toContain('is empty')
  })

  it('hide fields, which `fields` can name', async () => {
    const ask = await serveRows([{ '#error': true, a: 1 }])
    expect((await ask('SELECT "#error" FROM items')).text).toContain('hidden')
    const named = await ask('SELECT "#error" FROM items', { fields: ['#error'] })
    expect(named.rows).toEqual([[true]])
  })
})
