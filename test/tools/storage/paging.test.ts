import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { LOREM, pages, SMALL } from '../../support/pages.ts'
import { serve } from '../../support/seeded-server.ts'

const itemsPage = z.object({
  items: z.array(z.object({ n: z.number() })),
  offset: z.number(),
  count: z.number(),
  total: z.number().optional(),
  next: z.object({ offset: z.number() }).optional(),
})
const textPage = z.object({
  text: z.string(),
  next: z.object({ offset: z.number() }).optional(),
})

describe('list_dataset_items by `next`', () => {
  const rows = Array.from({ length: 57 }, (_, n) => ({ n, text: LOREM.repeat(n % 9), none: null }))

  it.each([
    ['pages that the budget ends', { limit: 1000 }],
    ['pages that the limit ends', { limit: 4 }],
    ['newest first', { limit: 30, desc: true }],
    ['without empty rows', { limit: 10, clean: true }],
    ['chosen fields', { fields: ['n'], limit: 25 }],
  ])('returns every row once: %s', async (_, args) => {
    const { call, fake } = await serve({ args: SMALL })
    fake.datasets.set('data1', rows)
    const all = await pages(
      call,
      ['list_dataset_items', { datasetId: 'data1', ...args }],
      itemsPage,
    )
    const numbers = all.flatMap((page) => page.items.map(({ n }) => n))
    const expected = rows.map(({ n }) => n)
    expect(numbers).toEqual('desc' in args ? expected.toReversed() : expected)
    for (const page of all) expect(page).toMatchObject({ count: page.items.length, total: 57 })
  })

  it('returns every row of a run once', async () => {
    const { call, fake } = await serve({ args: SMALL })
    fake.datasets.set('data1', rows)
    const all = await pages(call, ['list_dataset_items', { runId: 'run1' }], itemsPage)
    expect(all.flatMap((page) => page.items)).toHaveLength(57)
  })

  it('returns every row once while the dataset grows, or if it is empty', async () => {
    const { call, fake } = await serve({ args: SMALL })
    fake.datasets.set('none', [])
    const [none] = await pages(call, ['list_dataset_items', { datasetId: 'none' }], itemsPage)
    expect(none).toMatchObject({ items: [], count: 0, total: 0 })
    const growing = rows.slice(0, 10)
    fake.datasets.set('data1', growing)
    fake.on('GET /v2/datasets/data1/items', () => {
      const more = rows[growing.length]
      if (more && growing.length < 20) growing.push(more)
      return 'pass'
    })
    const args = { datasetId: 'data1', limit: 3 }
    const all = await pages(call, ['list_dataset_items', args], itemsPage)
    expect(all.flatMap((page) => page.items.map(({ n }) => n))).toEqual(growing.map(({ n }) => n))
  })

  it('returns every csv row once', async () => {
    const { call, fake } = await serve({ args: SMALL })
    fake.datasets.set('data1', rows)
    const args = { datasetId: 'data1', format: 'csv', limit: 40 }
    const all = await pages(call, ['list_dataset_items', args], textPage)
    const numbers = all.flatMap(({ text }) =>
      text.trim().split('\n').slice(1).map(Number.parseFloat),
    )
    expect(numbers).toEqual(rows.map(({ n }) => n))
  })

  it('requests no row beyond the limit, and closes the connection when the budget is full', async () => {
    const { call, fake } = await serve({ args: SMALL })
    const big = Array.from({ length: 200 }, (_, n) => ({ n, text: LOREM.repeat(1500) }))
    fake.datasets.set('data1', big)
    await call('list_dataset_items', { datasetId: 'data1', limit: 150 })
    const [request] = fake.sent('GET /v2/datasets/data1/items')
    expect(request?.query.limit).toBe('150')
    expect(await request?.closed).toEqual({ whole: false })
  })
})

describe('a server that does not count items', () => {
  it.each([
    ['list_dataset_items', { datasetId: 'data1' }],
    ['list_dataset_items', { datasetId: 'data1', format: 'csv' }],
    ['run_actor_sync', { actorId: 'alice/crawler' }],
  ])('%s %j still says that there may be more', async (tool, args) => {
    const { call, fake } = await serve()
    fake.on('GET /v2/datasets/data1/items', (_, response) => {
      response.writeHead(200).end('{"n":0}\n{"n":1}\n')
      return undefined
    })
    const { structured } = await call(tool, { ...args, limit: 2 })
    expect(structured.next).toEqual({ offset: 2 })
  })
})

describe('get_record by `next`', () => {
  it.each([
    ['a text', LOREM.repeat(300), 'text/plain; charset=utf-8', {}],
    ['emoji and CJK', '漢字👩‍👩‍👧‍👦 '.repeat(400), 'text/plain; charset=utf-8', {}],
    ['JSON as text', JSON.stringify({ a: LOREM.repeat(200) }), 'application/json', { offset: 0 }],
    ['one unbroken line', 'x'.repeat(40_000), 'text/html', {}],
  ])('returns every character once: %s', async (_, body, contentType, args) => {
    const { call, fake } = await serve({ args: SMALL })
    fake.records.set('store1/page', { body, contentType })
    const target = { storeId: 'store1', recordKey: 'page', ...args }
    const all = await pages(call, ['get_record', target], textPage)
    expect(all.length).toBeGreaterThan(1)
    expect(all.map(({ text }) => text).join('')).toBe(body)
  })
})

describe('run_actor_sync when its rows do not fit', () => {
  it('returns a sample with count and fields, and `next` continues from it', async () => {
    const { call, fake } = await serve()
    const rows = Array.from({ length: 90 }, (_, n) => ({ n, text: LOREM.repeat(100), ok: true }))
    fake.datasets.set('data1', rows)
    const args = { actorId: 'alice/crawler', limit: 50 }
    const { structured, text } = await call('run_actor_sync', args)
    expect(structured).toMatchObject({
      total: 90,
      fields: ['n: integer', 'text: string', 'ok: boolean'],
    })
    const { items, next } = itemsPage.pick({ items: true, next: true }).parse(structured)
    expect(items.length).toBeGreaterThanOrEqual(1)
    expect(items.length).toBeLessThanOrEqual(3)
    expect(next).toEqual({ offset: items.length })
    expect(text.length).toBeLessThan(9000)
  })
})
