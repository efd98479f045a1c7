import { describe, expect, it } from 'vitest'
import { answerIn, call, post, startHttp } from '../../support/http.ts'
import { seed } from '../../support/seeded-server.ts'

const sql = 'SELECT count(*) AS n FROM items'
const HEADERS = { 'mcp-protocol-version': '2025-11-25' }

/** Starts a server whose API takes any token. */
async function serveTenants(...args: string[]) {
  const fake = await seed()
  const dataset = { id: 'data1', itemCount: 3, modifiedAt: '2026-01-02T03:04:05.000Z' }
  fake.on('GET /v2/datasets/:id', (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ data: dataset }))
    return undefined
  })
  fake.on('GET /v2/datasets/:id/items', (_, response) => {
    response.writeHead(200, { 'x-apify-pagination-total': 3 })
    response.end('{"a":1}\n{"a":2}\n{"a":3}\n')
    return undefined
  })
  const { url } = await startHttp({ fake, args })
  const ask = async (token: string) => {
    const message = call(1, 'query_dataset', { datasetId: 'data1', sql })
    return answerIn(await post(url, message, { token, headers: HEADERS }))
  }
  const downloads = () => fake.requests.filter(({ path }) => path.endsWith('/items')).length
  return { ask, downloads }
}

const answer = { result: { structuredContent: { rows: [[3]] } } }

describe('query_dataset over HTTP', () => {
  it('keeps nothing between calls', async () => {
    const { ask, downloads } = await serveTenants()
    for (const token of ['one', 'one', 'two']) expect(await ask(token)).toMatchObject(answer)
    expect(downloads()).toBe(3)
  })

  it('keeps tables with --query-cache, for each token its own', async () => {
    const { ask, downloads } = await serveTenants('--query-cache')
    for (const token of ['one', 'one', 'two', 'one', 'two'])
      expect(await ask(token)).toMatchObject(answer)
    expect(downloads()).toBe(2)
  })

  it('answers all of many queries at a time, of several tenants', async () => {
    const { ask } = await serveTenants()
    const tokens = ['one', 'one', 'one', 'one', 'two', 'two', 'three']
    for (const one of await Promise.all(tokens.map((token) => ask(token))))
      expect(one).toMatchObject(answer)
  })
})
