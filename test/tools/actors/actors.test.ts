import { Ajv2019 } from 'ajv/dist/2019.js'
import { describe, expect, it } from 'vitest'
import { ACTOR, BUILD, INPUT_SCHEMA, STORE_ACTOR, serve } from '../../support/seeded-server.ts'

const actorId = 'alice/crawler'
const withInput = (properties: Record<string, object>, required: string[] = []) => ({
  ...BUILD,
  inputSchema: JSON.stringify({
    title: 'T',
    type: 'object',
    schemaVersion: 1,
    properties,
    required,
  }),
})
const priced = (pricing: object) => ({ ...ACTOR, pricingInfos: [pricing] })

describe('search_actors', () => {
  it("sends the Store's own parameters", async () => {
    const { call, fake } = await serve()
    await call('search_actors', { query: 'crawl', category: 'AI', limit: 5, offset: 2 })
    const [request] = fake.sent('GET /v2/store')
    expect(request?.query).toEqual({ search: 'crawl', category: 'AI', limit: '5', offset: '2' })
  })

  it('says when nothing matches, and shows relevant notices', async () => {
    const { call, fake } = await serve()
    fake.catalog.store.push({ ...STORE_ACTOR, name: 'broken', notice: 'UNDER_MAINTENANCE' })
    expect((await call('search_actors', { query: 'nothing like it' })).structured).toMatchObject({
      actors: [],
      note: expect.stringContaining('different words'),
    })
    const { structured } = await call('search_actors', { query: 'broken' })
    expect(structured.actors).toMatchObject([
      { actorId: 'alice/broken', notice: 'UNDER_MAINTENANCE' },
    ])
  })

  it('works with the few fields that another server returns', async () => {
    const { call, fake } = await serve()
    fake.catalog.store.push({ username: 'bob', name: 'bare', stats: 'none', title: null })
    const { structured, isError } = await call('search_actors', { query: 'bare' })
    expect(isError).toBe(false)
    expect(structured.actors).toMatchObject([{ actorId: 'bob/bare' }])
  })
})

describe('get_actor', () => {
  it.each<[string, Record<string, object>, string[]]>([
    ['what is prefilled', INPUT_SCHEMA.properties, INPUT_SCHEMA.required],
    [
      'required fields without a proposal',
      {
        url: { type: 'string', title: 'URL', editor: 'textfield', pattern: '^https?://' },
        code: { type: 'string', prefill: 'AB-1', pattern: '^[A-Z]{2}-\\d$' },
        max: { type: 'integer', title: 'Max', minimum: 5, maximum: 7 },
        urls: { type: 'array', editor: 'requestListSources', minItems: 2 },
        on: { type: 'boolean' },
        proxy: { type: 'object', editor: 'proxy' },
        kind: { type: 'string', enum: ['b', 'a'] },
        ids: { type: 'array', items: { type: 'integer' }, minItems: 1 },
      },
      ['url', 'max', 'urls', 'on', 'proxy', 'kind', 'ids'],
    ],
    [
      'an optional field whose prefill is wrong',
      { a: { type: 'integer', prefill: 'x' }, b: { type: 'string', prefill: 'y' } },
      [],
    ],
    [
      'a field with a wrong type in the schema',
      { a: { type: 7 }, b: { type: 'string', prefill: 'y' } },
      ['b'],
    ],
  ])('gives an example that is valid for its schema: %s', async (_, properties, required) => {
    const { call, fake } = await serve()
    const build = withInput(properties, required)
    fake.catalog.builds.set('alice~crawler', build)
    const { structured, text } = await call('get_actor', { actorId })
    if (structured.example === undefined) {
      // Only an invalid schema has no example.
      expect(JSON.stringify(properties), text).toContain('"type":7')
      expect(structured.note).toContain('No example')
      return
    }
    const validate = new Ajv2019({ strict: false }).compile(JSON.parse(build.inputSchema))
    expect(validate(structured.example), JSON.stringify(validate.errors)).toBe(true)
    for (const name of required) expect(structured.example).toHaveProperty(name)
  })

  it('gives no example when the schema contradicts itself, and does not hang on its patterns', async () => {
    const { call, fake } = await serve()
    const evil = { type: 'string', pattern: '^(a+)+$', prefill: `${'a'.repeat(60)}!` }
    fake.catalog.builds.set('alice~crawler', withInput({ evil }, ['evil']))
    const { structured } = await call('get_actor', { actorId })
    expect(structured).not.toHaveProperty('example')
    expect(structured.note).toContain('No example')
  })

  it('describes the price', async () => {
    const { call, fake } = await serve()
    const actorChargeEvents = { row: { eventTitle: 'row', eventPriceUsd: 0.5 } }
    const pricing = { pricingModel: 'PAY_PER_EVENT', pricingPerEvent: { actorChargeEvents } }
    fake.catalog.actors.set('alice~crawler', priced(pricing))
    const { structured } = await call('get_actor', { actorId })
    expect(structured.price).toBe('$0.5 per row')
  })

  it('ignores a price that starts later', async () => {
    const { call, fake } = await serve()
    const later = {
      pricingModel: 'FLAT_PRICE_PER_MONTH',
      pricePerUnitUsd: 9,
      startedAt: '2999-01-01T00:00:00.000Z',
    }
    fake.catalog.actors.set('alice~crawler', {
      ...ACTOR,
      pricingInfos: [...ACTOR.pricingInfos, later],
    })
    expect((await call('get_actor', { actorId })).structured.price).toContain('per page')
  })

  it('shows the events, the output and the README as sections', async () => {
    const { call } = await serve()
    const pricing = await call('get_actor', { actorId, section: 'pricing' })
    expect(pricing.structured).toMatchObject({
      events: [
        {
          event: 'page',
          price: '$0.0025 to $0.004 (by plan)',
          description: 'A page that was crawled.',
        },
        { event: 'actor-start', price: '$0.01', oneTime: true },
      ],
      note: expect.stringContaining('0.5'),
    })
    const shown = await call('get_actor', { actorId, section: 'output' })
    expect(shown.structured).toMatchObject({
      fields: [
        { name: 'url', type: 'string', required: true },
        { name: 'title' },
        { type: 'array of string' },
      ],
      views: { overview: ['url', 'title'] },
    })
    const readme = await call('get_actor', { actorId, section: 'readme' })
    expect(readme.structured.text).toBe(BUILD.readme)
  })

  it('says what is missing when an Actor has no build, schema, output or README', async () => {
    const { call, fake } = await serve()
    const noteOf = async (section: string) =>
      (await call('get_actor', { actorId, section })).structured.note
    fake.catalog.builds.set('alice~crawler', {
      id: 'b',
      inputSchema: 'broken {',
      actorDefinition: 7,
    })
    expect(await noteOf('input')).toContain('no input schema')
    expect(await noteOf('output')).toContain('`get_dataset`')
    expect(await noteOf('readme')).toContain('no README')
    fake.catalog.builds.delete('alice~crawler')
    expect(await noteOf('input')).toContain('no finished build')
    const unknown = await call('get_actor', { actorId: 'bob/none' })
    expect(unknown).toMatchObject({
      isError: true,
      text: expect.stringContaining('`search_actors`'),
    })
  })
})
