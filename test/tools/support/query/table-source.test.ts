import { afterEach, describe, expect, it, vi } from 'vitest'
import { datasetTable } from '../../../../tools/support/query/table-source.ts'
import { type CannedAnswer, cannedApify } from '../../../support/canned-apify.ts'

const AT = '2026-01-02T03:04:05.000Z'
const ROWS = { body: '{"a":1}\n{"a":2}\n', headers: { 'x-apify-pagination-total': '2' } }

/**
 * Returns a dataset of two rows as a table.
 * @param about what the API says about it otherwise
 */
function table(
  about: object = {},
  rows: CannedAnswer = ROWS,
  { mode = 'cloud', run = { status: 'RUNNING' } }: { mode?: 'cloud' | 'local'; run?: object } = {},
) {
  const apify = cannedApify({
    'GET /v2/datasets/d': { json: { data: { id: 'd', itemCount: 2, modifiedAt: AT, ...about } } },
    'GET /v2/datasets/d/items': rows,
    'GET /v2/actor-runs/r': { json: { data: { id: 'r', actId: 'a', ...run } } },
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
    expect(await table(about, ROWS, { mode: 'local' }).source.version()).toBeDefined()
  })
})

it.each([
  ['goes on', { status: 'RUNNING' }, 'The run still goes on: rows may be added.', false],
  [
    'ended after its rows were asked for',
    { status: 'SUCCEEDED', finishedAt: '2100-01-01T00:00:00.000Z' },
    'The run ended while its rows were read: its last ones may be missing. Ask again for all.',
    false,
  ],
  ['ended before', { status: 'SUCCEEDED', finishedAt: AT }, undefined, true],
])('a run that %s', async (_, run, note, isKept) => {
  const results = table({ actRunId: 'r' }, ROWS, { run })
  await readAll(results)
  expect((await results.source.version()) !== undefined).toBe(isKept)
  expect(results.note(2)).toBe(note)
})

/** Which rows the API has under a name, and what it says of the dataset of that name. */
function named(name: string, about: object, rows: string) {
  const apify = cannedApify({
    [`GET /v2/datasets/${name}`]: { json: { data: { itemCount: 2, modifiedAt: AT, ...about } } },
    [`GET /v2/datasets/${rows}/items`]: ROWS,
  })
  return datasetTable({ id: name }, undefined, { apify, settings: { mode: 'cloud' } })
}

describe('a name, which another dataset may get while it is asked about,', () => {
  it('has the rows of the dataset that the API tells of', async () => {
    const shop = named('shop', { id: 'd' }, 'd')
    await readAll(shop)
    expect(await shop.source.version()).toContain('d ')
  })

  it.each([
    ['is kept if it is one', 'HG7ML7M8z78YcAPEB', true],
    ['is not kept if it is none', 'd', false],
  ])('that looks like an id %s', async (_, id, isKept) => {
    const shop = named('HG7ML7M8z78YcAPEB', { id }, 'HG7ML7M8z78YcAPEB')
    await readAll(shop)
    expect((await shop.source.version()) !== undefined).toBe(isKept)
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
