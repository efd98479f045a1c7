import { afterEach, describe, expect, it, vi } from 'vitest'
import { datasetTable } from '../../../../tools/support/query/table-source.ts'
import { type CannedAnswer, cannedApify } from '../../../support/canned-apify.ts'

const AT = '2026-01-02T03:04:05.000Z'
const ROWS = { body: '{"a":1}\n{"a":2}\n', headers: { 'x-apify-pagination-total': '2' } }

/**
 * Returns a dataset of two rows as a table.
 * @param about what the API says about it otherwise
 */
function table(about: object = {}, rows: CannedAnswer = ROWS, mode: 'cloud' | 'local' = 'cloud') {
  const apify = cannedApify({
    'GET /v2/datasets/d': { json: { data: { id: 'd', itemCount: 2, modifiedAt: AT, ...about } } },
    'GET /v2/datasets/d/items': rows,
    'GET /v2/actor-runs/r': { json: { data: { id: 'r', actId: 'a', status: 'RUNNING' } } },
  })
  return datasetTable({ id: 'd' }, undefined, { apify, settings: { mode } })
}

async function readAll({ source }: ReturnType<typeof table>): Promise<void> {
  await source.open(async (chunks) => {
    for await (const _ of chunks);
  })
}

afterEach(() => vi.useRealTimers())

describe('the version of a table', () => {
  it('stays from before its rows are read until after', async () => {
    const products = table()
    const before = await products.source.version()
    expect(before).toBeDefined()
    await readAll(products)
    expect(await products.source.version()).toBe(before)
    expect(await table().source.version()).toBe(before)
  })

  it.each([{ modifiedAt: '2026-01-03T03:04:05.000Z' }, { itemCount: 3 }, { id: 'other' }])(
    'is another one with %o',
    async (about) => {
      const other = await table(about).source.version()
      expect(other).toBeDefined()
      expect(other).not.toBe(await table().source.version())
    },
  )

  it.each([
    ['rows were added while the API was asked', { itemCount: 3 }, ROWS],
    ['the API counts more rows than it gave', { itemCount: 3 }, { body: ROWS.body }],
    ['rows are missing', {}, { ...ROWS, body: '' }],
  ])('is unknown after the load if %s', async (_, about, rows) => {
    const products = table(about, rows)
    expect(await products.source.version()).toBeDefined()
    await readAll(products)
    expect(await products.source.version()).toBeUndefined()
  })

  it.each([
    ['was changed a moment ago', { modifiedAt: new Date().toISOString() }],
    ['has a run that goes on', { actRunId: 'r' }],
    ['has a run that cannot be seen', { actRunId: 'hidden' }],
  ])('is unknown if the dataset %s', async (_, about) => {
    expect(await table(about).source.version()).toBeUndefined()
  })

  it('stays unknown after a long load, since the rows were counted before it', async () => {
    const products = table({ modifiedAt: new Date().toISOString() })
    expect(await products.source.version()).toBeUndefined()
    await readAll(products)
    vi.setSystemTime(Date.now() + 120_000)
    expect(await products.source.version()).toBeUndefined()
  })

  it('is known at once on the local platform, which counts each row that it confirms', async () => {
    const about = { modifiedAt: new Date().toISOString() }
    expect(await table(about, ROWS, 'local').source.version()).toBeDefined()
  })
})

it('a missing dataset fails when its version is asked for, and not before', async () => {
  const { source } = datasetTable({ id: 'none' }, undefined, {
    apify: cannedApify({}),
    settings: { mode: 'cloud' },
  })
  await new Promise((resolve) => setImmediate(resolve))
  await expect(source.version()).rejects.toThrow('404')
})
