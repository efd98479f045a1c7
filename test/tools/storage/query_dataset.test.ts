import { describe, expect, it } from 'vitest'
import { downloads, PRODUCTS, serveProducts, setDataset } from '../../support/products.ts'
import { RUN, serve } from '../../support/seeded-server.ts'

const cheap = PRODUCTS.filter(({ price, inStock }) => price < 20 && inStock)
const sql = 'SELECT count(*) AS n FROM items'

describe('query_dataset', () => {
  it('answers questions about all rows in one call each, and downloads them once', async () => {
    const server = await serveProducts()
    const ask = async (sql: string) => {
      const { structured } = await server.call('query_dataset', { datasetId: 'data1', sql })
      return structured
    }
    expect(await ask('SELECT count(*) AS n FROM items WHERE price < 20 AND inStock')).toEqual({
      columns: ['n'],
      rows: [[cheap.length]],
      rowCount: 1,
      scanned: 5000,
      truncated: false,
    })
    const shops = [...new Set(cheap.map(({ seller }) => seller.name))]
    const sold = shops.map((shop): [string, number] => [
      shop,
      cheap.filter(({ seller }) => seller.name === shop).length,
    ])
    expect(
      await ask(
        "SELECT seller->>'name' AS seller, count(*) AS n FROM items WHERE price < 20 AND inStock GROUP BY 1 ORDER BY n DESC, 1",
      ),
    ).toMatchObject({ rows: sold.toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)) })
    const teas = PRODUCTS.filter(({ title }) => title.includes('tea'))
      .toSorted((a, b) => b.price - a.price)
      .slice(0, 5)
    expect(
      await ask(
        "SELECT title, price FROM items WHERE title LIKE '%tea%' ORDER BY price DESC LIMIT 5",
      ),
    ).toMatchObject({ rows: teas.map(({ title, price }) => [title, price]), truncated: false })
    const rated = ['mugs', 'pots', 'tea'].map((name) => {
      const ratings = PRODUCTS.flatMap((one) => (one.category === name ? [one.rating] : []))
      const sum = ratings.reduce((all, one) => all + one, 0)
      return [name, expect.closeTo(sum / ratings.length)]
    })
    expect(
      await ask('SELECT category, avg(rating) FROM items GROUP BY category ORDER BY 1'),
    ).toMatchObject({ rows: rated })
    expect(downloads(server)).toBe(1)
  })

  it('compares two datasets, `other` being the second', async () => {
    const server = await serveProducts()
    setDataset(server, 'data2', PRODUCTS.slice(0, 4990))
    const { structured } = await server.call('query_dataset', {
      runId: 'run1',
      otherDatasetId: 'data2',
      sql: 'SELECT count(*) FROM items WHERE title NOT IN (SELECT title FROM other)',
    })
    expect(structured).toMatchObject({ rows: [[10]], scanned: 9990 })
  })

  it('keeps one table of a dataset, whether it is asked for by its run, its id or its name', async () => {
    const server = await serveProducts()
    server.fake.ownNames.set('shop', 'data1')
    const ask = (ref: object) => server.call('query_dataset', { ...ref, sql })
    const refs = [{ runId: 'run1' }, { datasetId: 'data1' }, { datasetId: '~shop' }]
    for (const ref of [...refs, ...refs]) {
      expect((await ask(ref)).structured).toMatchObject({ rows: [[5000]] })
    }
    // Whose name it is is known once it was asked about.
    expect(downloads(server)).toBe(2)
  })

  it('loads again when the dataset has changed', async () => {
    const server = await serveProducts()
    const ask = () => server.call('query_dataset', { datasetId: 'data1', sql })
    await ask()
    setDataset(server, 'data1', [...PRODUCTS, {}], { modifiedAt: '2026-01-03T03:04:05.000Z' })
    expect((await ask()).structured).toMatchObject({ rows: [[5001]] })
    expect(downloads(server)).toBe(2)
  })

  it.each([
    ['changed less than a minute ago', 'SUCCEEDED', () => new Date().toISOString()],
    ['belongs to a run that goes on', 'RUNNING', () => '2026-01-02T03:04:05.000Z'],
  ])('keeps no dataset that %s', async (_, status, modifiedAt) => {
    const server = await serve()
    server.fake.setRun({ ...RUN, status })
    const about = { actRunId: 'run1', modifiedAt: modifiedAt() }
    setDataset(server, 'data1', PRODUCTS.slice(0, 3), about)
    const ask = () => server.call('query_dataset', { datasetId: 'data1', sql })
    await ask()
    const { structured } = await ask()
    expect(downloads(server)).toBe(2)
    const says = expect.stringContaining('The run still goes on')
    expect(structured.note).toEqual(status === 'RUNNING' ? says : undefined)
  })

  it('shows as many rows as there is room for, and how to get further', async () => {
    const server = await serveProducts()
    const ask = async (args: object) =>
      (await server.call('query_dataset', { datasetId: 'data1', ...args })).structured
    const exact = await ask({ sql: 'SELECT title FROM items LIMIT 7', limit: 7 })
    expect(exact).toMatchObject({ rowCount: 7, truncated: false })
    const limited = await ask({ sql: 'SELECT title FROM items', limit: 7 })
    expect(limited).toMatchObject({ rowCount: 7, truncated: true })
    expect(limited.note).toContain('There are more rows: `limit` is 7.')
    const wide = await ask({ sql: "SELECT title, printf('%.3000c', 'x') AS long FROM items" })
    expect(wide.truncated).toBe(true)
    expect(wide.note).toContain('Long values are truncated (`long`)')
    expect(wide.note).toContain(`OFFSET ${wide.rowCount}`)
  })

  it('shows integers beyond 2^53 by their digits', async () => {
    const server = await serveProducts()
    const big = { datasetId: 'data1', sql: 'SELECT 9007199254740993 AS big, 1 AS small' }
    const { structured, text } = await server.call('query_dataset', big)
    expect(structured.rows).toEqual([['9007199254740993', 1]])
    expect(JSON.parse(text)).toEqual(structured)
  })

  it('reports how many rows are loaded of all', async () => {
    const server = await serveProducts()
    await server.call('query_dataset', { datasetId: 'data1', sql }, { onprogress() {} })
    expect(server.progress[0]).toMatch(/^\d+ of 5000 rows loaded into items$/)
  })

  it.each([
    [{ datasetId: 'data1', runId: 'run1' }, 'Both `datasetId` and `runId` are given.'],
    [
      { datasetId: 'data1', otherDatasetId: 'a', otherRunId: 'b' },
      'Both `otherDatasetId` and `otherRunId` are given.',
    ],
    [{ datasetId: 'nope' }, 'The dataset "nope" was not found (404)'],
  ])('refuses %j', async (args, says) => {
    const { call } = await serveProducts()
    const { isError, text } = await call('query_dataset', { sql, ...args })
    expect(isError).toBe(true)
    expect(text).toContain(says)
  })

  it('ends with its call', async () => {
    const server = await serveProducts()
    const controller = new AbortController()
    const endless =
      'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t'
    const onprogress = () => controller.abort()
    const asked = server.call(
      'query_dataset',
      { datasetId: 'data1', sql: endless },
      { signal: controller.signal, onprogress },
    )
    await expect(asked).rejects.toThrow()
    const { structured } = await server.call('query_dataset', { datasetId: 'data1', sql })
    expect(structured).toMatchObject({ rows: [[5000]] })
  })
})
