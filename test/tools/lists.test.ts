import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { LOREM, pages, SMALL } from '../support/pages.ts'
import { BUILD, STORE_ACTOR, serve } from '../support/seeded-server.ts'

const many = <T>(count: number, make: (i: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i))
const next = z.record(z.string(), z.unknown()).optional()

describe('paging by `next` returns every entry once', () => {
  it('search_actors', async () => {
    const { call, fake } = await serve({ args: SMALL })
    fake.catalog.store.push(
      ...many(40, (i) => ({ ...STORE_ACTOR, name: `tool-${i}`, description: LOREM.repeat(i % 5) })),
    )
    const schema = z.object({
      actors: z.array(z.object({ actorId: z.string() })),
      total: z.number(),
      next,
    })
    const all = await pages(call, ['search_actors', { query: 'tool', limit: 15 }], schema)
    expect(all.flatMap(({ actors }) => actors.map(({ actorId }) => actorId))).toEqual(
      many(40, (i) => `alice/tool-${i}`),
    )
  })

  it.each([
    [{ limit: 25 }],
    [{ limit: 4, desc: false }],
    [{ actorId: 'alice/crawler' }],
    [{ status: 'FAILED' }],
  ])('list_runs %j', async (args) => {
    const { call, fake } = await serve({ args: SMALL })
    const status = (i: number) => (i % 3 === 0 ? 'FAILED' : 'SUCCEEDED')
    for (const i of many(30, (i) => i + 10))
      fake.setRun({
        id: `r${i}`,
        actId: 'alice~crawler',
        status: status(i),
        startedAt: `2026-02-${i}`,
      })
    const schema = z.object({ runs: z.array(z.object({ runId: z.string() })), next })
    const all = await pages(call, ['list_runs', args], schema)
    const ids = all
      .flatMap(({ runs }) => runs.map(({ runId }) => runId))
      .filter((id) => id !== 'run1')
    const wanted = many(30, (i) => i + 10)
      .filter((i) => !('status' in args) || status(i) === 'FAILED')
      .map((i) => `r${i}`)
    expect(ids).toEqual('desc' in args ? wanted : wanted.toReversed())
  })

  it.each([[{ limit: 7 }], [{}], [{ prefix: 'b' }]])('list_records %j', async (args) => {
    const { call, fake } = await serve({ args: SMALL })
    const keys = many(
      90,
      (i) => `${'abc'.charAt(i % 3)}-${String(i).padStart(3, '0')}-${'k'.repeat(i)}`,
    )
    for (const key of keys)
      fake.records.set(`store2/${key}`, { body: key, contentType: 'text/plain' })
    const schema = z.object({
      records: z.array(z.object({ recordKey: z.string(), size: z.number() })),
      next,
    })
    const all = await pages(call, ['list_records', { storeId: 'store2', ...args }], schema)
    const wanted = keys.filter((key) => !('prefix' in args) || key.startsWith('b')).toSorted()
    expect(all.flatMap(({ records }) => records.map(({ recordKey }) => recordKey))).toEqual(wanted)
  })

  it.each([[{ limit: 6 }], [{ limit: 100 }], [{ limit: 10 }]])(
    'list_storages %j, named storages first',
    async (args) => {
      const { call, fake } = await serve({ args: SMALL })
      const all = fake.storages['key-value-stores']
      all?.push(...many(50, (i) => ({ id: `s${i}`, name: i % 5 === 0 ? `name-${i}` : null })))
      const schema = z.object({
        storages: z.array(z.object({ storeId: z.string(), name: z.string().optional() })),
        next,
      })
      const found = (
        await pages(call, ['list_storages', { type: 'key-value-store', ...args }], schema)
      ).flatMap(({ storages }) => storages)
      const newest = many(50, (i) => i).toReversed()
      const wanted = [...newest.filter((i) => i % 5 === 0), ...newest.filter((i) => i % 5 !== 0)]
      expect(found.map(({ storeId }) => storeId)).toEqual(wanted.map((i) => `s${i}`))
      expect(found.slice(0, 10).every(({ name }) => name)).toBe(true)
    },
  )

  it('get_actor: input fields, output fields and the README', async () => {
    const { call, fake } = await serve({ args: SMALL })
    const properties = Object.fromEntries(
      many(60, (i) => [`field${i}`, { type: 'string', description: LOREM }]),
    )
    const readme = LOREM.repeat(200)
    fake.catalog.builds.set('alice~crawler', {
      ...BUILD,
      readme,
      inputSchema: JSON.stringify({ type: 'object', properties }),
      actorDefinition: { storages: { dataset: { fields: { properties } } } },
    })
    const named = z.array(z.object({ name: z.string() })).optional()
    const schema = z.object({ input: named, fields: named, text: z.string().optional(), next })
    const read = (section: string) =>
      pages(call, ['get_actor', { actorId: 'alice/crawler', section }], schema)
    const names = Object.keys(properties)
    expect(
      (await read('input')).flatMap(({ input = [] }) => input.map(({ name }) => name)),
    ).toEqual(names)
    expect(
      (await read('output')).flatMap(({ fields = [] }) => fields.map(({ name }) => name)),
    ).toEqual(names)
    expect((await read('readme')).map(({ text }) => text).join('')).toBe(readme)
  })
})

describe('an empty list says so', () => {
  it.each([
    ['list_runs', { status: 'ABORTED' }, 'there is no ABORTED run'],
    ['list_records', { storeId: 'none' }, 'empty'],
    ['list_records', { storeId: 'store1', prefix: 'zzz' }, 'prefix'],
    ['list_storages', { type: 'key-value-store' }, 'no key-value-store'],
  ])('%s %j', async (tool, args, words) => {
    const { call } = await serve()
    const { structured } = await call(tool, args)
    expect(structured.note).toContain(words)
    expect(structured).not.toHaveProperty('next')
  })
})

describe('get_dataset', () => {
  it('returns the type of each field and how often it is filled, from a sample', async () => {
    const { call, fake } = await serve()
    fake.datasets.set(
      'data1',
      many(500, (i) => ({
        a: i % 2 ? i : i / 7,
        b: i % 4 ? null : 'x',
        c: i < 100 ? undefined : 1,
      })),
    )
    const { structured } = await call('get_dataset', { datasetId: 'data1' })
    expect(structured).toMatchObject({ itemCount: 500, sampledRows: 100 })
    expect(structured.fields).toEqual([
      { name: 'a', type: 'number', filled: 1, sqlType: 'REAL', example: 0 },
      { name: 'b', type: 'string', filled: 0.25, sqlType: 'TEXT', example: 'x' },
    ])
  })

  it('reads only a sample of large rows, and no rows of an empty dataset', async () => {
    const { call, fake } = await serve()
    fake.datasets.set(
      'data1',
      many(100, () => ({ text: LOREM.repeat(4000) })),
    )
    const { structured } = await call('get_dataset', { datasetId: 'data1' })
    expect(structured.sampledRows).toBeLessThan(10)
    expect(await fake.sent('GET /v2/datasets/data1/items')[0]?.closed).toEqual({ whole: false })
    fake.datasets.set('data1', [])
    expect((await call('get_dataset', { datasetId: 'data1' })).structured).toMatchObject({
      itemCount: 0,
      fields: [],
      note: 'The dataset is empty.',
    })
  })
})
