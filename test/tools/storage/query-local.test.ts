import { describe, expect, it } from 'vitest'
import { makeFolder } from '../../support/folder.ts'
import { startServer } from '../../support/mcp-client.ts'
import { PRODUCTS } from '../../support/products.ts'

const ROWS = PRODUCTS.slice(0, 1000)

describe('query_dataset on the local platform', () => {
  it('sees each row that was pushed, and loads nothing twice', async () => {
    const { call, progress } = await startServer({ args: ['--local', await makeFolder('query-')] })
    const { structured } = await call('create_storage', { type: 'dataset', name: 'products' })
    const { datasetId } = structured
    const count = async () => {
      const args = { datasetId, sql: 'SELECT count(*) AS n, max(_row) FROM items' }
      return (await call('query_dataset', args, { onprogress() {} })).structured
    }
    expect(await count()).toMatchObject({ rows: [[0, null]], note: 'The dataset is empty.' })
    await call('push_dataset_items', { datasetId, items: [...ROWS, {}] })
    for (let i = 0; i < 2; i++)
      expect(await count()).toMatchObject({ rows: [[1001, 1000]], scanned: 1001 })
    expect(progress).toHaveLength(1)
    await call('push_dataset_items', { datasetId, items: [{ title: 'Last' }] })
    expect(await count()).toMatchObject({ rows: [[1002, 1001]] })
  })
})
