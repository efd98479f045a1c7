import { once } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { sendError } from '../../support/fake-apify/reply.ts'
import { downloads, PRODUCTS, serveProducts, setDataset } from '../../support/products.ts'

const sql = 'SELECT count(*) AS n FROM items'
/** Only of an id rows are asked for before it is known which dataset it names. */
const ID = 'HG7ML7M8z78YcAPEB'

describe('while query_dataset loads', () => {
  it('says if the API counts more rows than it gives', async () => {
    const server = await serveProducts()
    setDataset(server, 'data1', PRODUCTS.slice(0, 10))
    server.fake.itemCounts.set('data1', 12)
    const { structured } = await server.call('query_dataset', { datasetId: 'data1', sql })
    expect(structured).toMatchObject({ rows: [[10]], scanned: 10 })
    expect(structured.note).toContain('The API counts 12 rows and gave 10')
  })

  it('counts rows that come while it loads', async () => {
    const server = await serveProducts()
    setDataset(server, 'data1', PRODUCTS.slice(0, 10))
    server.fake.itemCounts.set('data1', 8)
    const { structured } = await server.call('query_dataset', { datasetId: 'data1', sql })
    expect(structured).toEqual(expect.objectContaining({ rows: [[10]], scanned: 10 }))
    expect(structured.note).toBeUndefined()
  })

  it('keeps no table of rows that the API counted otherwise meanwhile', async () => {
    const server = await serveProducts()
    setDataset(server, ID, PRODUCTS.slice(0, 10))
    const request = { datasetId: ID, sql }
    server.fake.on('GET /v2/datasets/:id', async () => {
      // A row is added between the answer with the rows and this one.
      await vi.waitUntil(() => downloads(server) > 0)
      setDataset(server, ID, PRODUCTS.slice(0, 11))
      return 'pass' as const
    })
    await server.call('query_dataset', request)
    const { structured } = await server.call('query_dataset', request)
    expect(structured).toMatchObject({ rows: [[11]] })
    expect(downloads(server)).toBe(2)
  })

  it('reports how many rows there are before the API has said more about the dataset', async () => {
    const server = await serveProducts()
    setDataset(server, ID, PRODUCTS)
    const progress: unknown[] = []
    const onprogress = ({ message }: { message?: string | undefined }) => progress.push(message)
    server.fake.on('GET /v2/datasets/:id', async () => {
      await vi.waitUntil(() => progress.length > 0)
      return 'pass' as const
    })
    await server.call('query_dataset', { datasetId: ID, sql }, { onprogress })
    expect(progress[0]).toMatch(/^\d+ of 5000 rows loaded into items$/)
  })

  it.each(['before', 'after'])(
    'leaves no request behind %s the rows begin',
    async (when) => {
      const server = await serveProducts()
      server.fake.on('GET /v2/datasets/:id/items', (_, response) => {
        if (when === 'after') response.writeHead(200).write('{"a":1}\n')
        return undefined
      })
      server.fake.on('GET /v2/datasets/:id', async (_, response) => {
        await vi.waitUntil(() => downloads(server) > 0)
        return sendError(response, 403, 'insufficient-permissions', 'Insufficient permissions.')
      })
      const { text } = await server.call('query_dataset', { datasetId: ID, sql })
      expect(text).toContain('403')
      const [rows] = server.fake.sent(`GET /v2/datasets/${ID}/items`)
      expect(await rows?.closed).toEqual({ whole: false })
      // Much less than the time after which a request fails by itself.
    },
    15_000,
  )

  it('reads on after a connection that breaks, each row once', async () => {
    const server = await serveProducts()
    let requests = 0
    server.fake.on('GET /v2/datasets/:id/items', async (_, response) => {
      if (++requests > 1) return 'pass'
      const lines = PRODUCTS.slice(0, 3000).map((row) => `${JSON.stringify(row)}\n`)
      response.writeHead(200, { 'x-apify-pagination-total': PRODUCTS.length })
      response.write(`${lines.join('')}{"title":"half`)
      if (response.writableNeedDrain) await once(response, 'drain')
      response.destroy()
      return undefined
    })
    const { structured } = await server.call('query_dataset', {
      datasetId: 'data1',
      sql: 'SELECT count(*), count(DISTINCT title) FROM items',
    })
    expect(structured).toMatchObject({ rows: [[5000, 5000]], scanned: 5000 })
    expect(requests).toBe(2)
  })

  it('asks for the rows after a body that was cut between two of them', async () => {
    const server = await serveProducts()
    server.fake.on('GET /v2/datasets/:id/items', ({ query }, response) => {
      const from = Number(query.offset ?? 0)
      const lines = PRODUCTS.slice(from, from + 2000).map((row) => `${JSON.stringify(row)}\n`)
      response.writeHead(200, { 'x-apify-pagination-total': PRODUCTS.length })
      response.end(lines.join(''))
      return undefined
    })
    const { structured } = await server.call('query_dataset', { datasetId: 'data1', sql })
    expect(structured).toMatchObject({ rows: [[5000]] })
  })
})
