import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { pages } from './pages.ts'
import { serve } from './seeded.ts'

const SMALL = ['--max-result-tokens=500']
const lorem = 'The ferry leaves at dawn, long before the cafés open their shutters. '

const itemsPage = z.object({
  items: z.array(z.object({ n: z.number() })),
  offset: z.number(),
  count: z.number(),
  total: z.number().optional(),
  next: z.object({ offset: z.number() }).optional(),
})
const logPage = z.object({
  lines: z.array(z.string()),
  from: z.number().optional(),
  total: z.number(),
  next: z.object({ before: z.number() }).optional(),
})
const textPage = z.object({
  text: z.string(),
  next: z.object({ offset: z.number() }).optional(),
})

describe('list_dataset_items by `next`', () => {
  const rows = Array.from({ length: 57 }, (_, n) => ({ n, text: lorem.repeat(n % 9), none: null }))

  it.each([
    ['a page that is cut to the budget', { limit: 1000 }],
    ['small pages', { limit: 4 }],
    ['the last first', { limit: 30, desc: true }],
    ['rows cleaned of the empty ones', { limit: 10, clean: true }],
    ['chosen fields', { fields: ['n'], limit: 25 }],
  ])('gives every row once: %s', async (_, args) => {
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

  it('gives every row once through a run, whose dataset it names', async () => {
    const { call, fake } = await serve({ args: SMALL })
    fake.datasets.set('data1', rows)
    const all = await pages(call, ['list_dataset_items', { runId: 'run1' }], itemsPage)
    expect(all.flatMap((page) => page.items)).toHaveLength(57)
  })

  it('gives every row once where the dataset grows meanwhile, and where it is empty', async () => {
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

  it('gives every row of csv once', async () => {
    const { call, fake } = await serve({ args: SMALL })
    fake.datasets.set('data1', rows)
    const args = { datasetId: 'data1', format: 'csv', limit: 40 }
    const all = await pages(call, ['list_dataset_items', args], textPage)
    const numbers = all.flatMap(({ text }) =>
      text.trim().split('\n').slice(1).map(Number.parseFloat),
    )
    expect(numbers).toEqual(rows.map(({ n }) => n))
  })

  it('asks upstream for no row beyond the limit, and closes early where the budget is full', async () => {
    const { call, fake } = await serve({ args: SMALL })
    const big = Array.from({ length: 200 }, (_, n) => ({ n, text: lorem.repeat(1500) }))
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

describe('get_log by `next`', () => {
  const lines = Array.from({ length: 83 }, (_, n) => `${n} ${n % 3 ? lorem : 'ERROR gone'}`)

  it.each([
    ['pages cut to the budget', { lines: 1000 }],
    ['small pages', { lines: 7 }],
  ])('gives every line once: %s', async (_, args) => {
    const { call, fake } = await serve({ args: SMALL })
    fake.logs.set('run1', lines.join('\n'))
    const all = await pages(call, ['get_log', { runId: 'run1', ...args }], logPage)
    expect(all.toReversed().flatMap((page) => page.lines)).toEqual(lines)
    for (const page of all) expect(page.total).toBe(83)
  })

  it('gives every matching line once, with its number and two lines of context', async () => {
    const { call, fake } = await serve({ args: SMALL })
    const sparse = lines.map((line, i) =>
      i % 9 === 4 ? line.replace(/\D+$/, ' ERROR') : `${i} ok`,
    )
    fake.logs.set('run1', sparse.join('\n'))
    for (const search of ['error', '/ERR[O]R$/', '/ err.r$/i']) {
      const args = { runId: 'run1', search, lines: 6 }
      const all = await pages(call, ['get_log', args], logPage)
      const shown = sparse.flatMap((line, i) => {
        const distance = Math.abs((i % 9) - 4)
        if (distance > 2) return []
        return [`${i + 1}${distance === 0 ? ':' : '-'} ${line}`]
      })
      expect(all.toReversed().flatMap((page) => page.lines)).toEqual(shown)
    }
  })

  it('folds neighbours that say the same, whenever they say it, and pages over them', async () => {
    const { call, fake } = await serve()
    const at = (i: number) => `2026-01-02T10:00:${String(i % 60).padStart(2, '0')}.000Z`
    const log = Array.from(
      { length: 300 },
      (_, i) => `${at(i)} ${i < 100 ? 'waiting' : `page ${i}`}`,
    )
    fake.logs.set('run1', `${log.join('\n')}\n`)
    const args = { runId: 'run1', lines: 150 }
    const all = await pages(call, ['get_log', args], logPage)
    expect(all.map(({ from }) => from)).toEqual([151, 1])
    expect(all[1]?.lines.slice(0, 2)).toEqual([`${at(0)} waiting (x100)`, `${at(100)} page 100`])
    const found = await call('get_log', { runId: 'run1', search: 'waiting' })
    expect(found.structured.lines).toEqual([
      `1: ${at(0)} waiting (x100)`,
      `101- ${at(100)} page 100`,
      `102- ${at(101)} page 101`,
    ])
  })

  it('takes any pattern without stalling, and says what is wrong with one', async () => {
    const { call, fake } = await serve()
    fake.logs.set('run1', `${'a'.repeat(50_000)}!\nlast\n`)
    const slow = await call('get_log', { runId: 'run1', search: '/(a+)+(a+)+$/' })
    expect(slow.structured).toMatchObject({ lines: [], total: 2 })
    for (const search of ['/(/', '/(?=x)/', '/x/gx']) {
      const { isError, text } = await call('get_log', { runId: 'run1', search })
      expect({ isError, text }).toMatchObject({
        isError: true,
        text: expect.stringContaining('RE2'),
      })
    }
  })

  it('says that a run still goes on, and keeps each page of a log that is mostly one line', async () => {
    const { call, fake } = await serve({ args: SMALL })
    fake.setRun({ id: 'run1', status: 'RUNNING' })
    const log = ['first', 'x'.repeat(6_000_000), ...lines]
    fake.logs.set('run1', log.join('\r\n'))
    const newest = await call('get_log', { runId: 'run1' })
    expect(newest.structured.note).toContain('still RUNNING')
    const all = await pages(call, ['get_log', { runId: 'run1' }], logPage)
    const shown = all.toReversed().flatMap((page) => page.lines)
    expect(shown.length).toBe(log.length)
    expect(shown[0]).toBe('first')
    expect(shown.slice(2)).toEqual(lines)
  })

  it('says that a log is empty, and that nothing matches', async () => {
    const { call, fake } = await serve()
    fake.logs.set('run1', '')
    expect((await call('get_log', { runId: 'run1' })).structured).toMatchObject({
      lines: [],
      total: 0,
    })
    fake.logs.set('run1', 'one\ntwo\n')
    const { structured } = await call('get_log', { runId: 'run1', search: 'three' })
    expect(structured).toMatchObject({ lines: [], note: expect.stringContaining('No line') })
    expect(structured).not.toHaveProperty('next')
  })
})

describe('get_record by `next`', () => {
  it.each([
    ['a text', lorem.repeat(300), 'text/plain; charset=utf-8', {}],
    ['emoji and CJK', '漢字👩‍👩‍👧‍👦 '.repeat(400), 'text/plain; charset=utf-8', {}],
    ['JSON as text', JSON.stringify({ a: lorem.repeat(200) }), 'application/json', { offset: 0 }],
    ['one unbroken line', 'x'.repeat(40_000), 'text/html', {}],
  ])('gives every character once: %s', async (_, body, contentType, args) => {
    const { call, fake } = await serve({ args: SMALL })
    fake.records.set('store1/page', { body, contentType })
    const target = { storeId: 'store1', recordKey: 'page', ...args }
    const all = await pages(call, ['get_record', target], textPage)
    expect(all.length).toBeGreaterThan(1)
    expect(all.map(({ text }) => text).join('')).toBe(body)
  })
})

describe('run_actor_sync where its rows do not fit', () => {
  it('shows a sample with count and fields in place of a flood, and `next` follows it', async () => {
    const { call, fake } = await serve()
    const rows = Array.from({ length: 90 }, (_, n) => ({ n, text: lorem.repeat(100), ok: true }))
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
