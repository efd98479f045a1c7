import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, it } from 'vitest'
import { ACTOR, BUILD, STORE_ACTOR, serve } from '../support/seeded-server.ts'

const tokens = (text: string) => countTokens(text, { disallowedSpecial: new Set() })
const lorem = 'The ferry leaves at dawn, long before the cafés open their shutters. '
const long = lorem.repeat(15_000)
const page = lorem.repeat(30)
const many = <T>(count: number, make: (i: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i))
const object = (count: number, make: (i: number) => [string, unknown]) =>
  Object.fromEntries(many(count, make))
const actorId = 'alice/crawler'

/** Input schemas as careless or hostile authors write them. */
const SCHEMAS: Record<string, object> = {
  'an enum of 5,000 values': {
    kind: { type: 'string', enum: many(5000, (i) => `${lorem}${i}`), prefill: `${lorem}7` },
  },
  '10,000 fields': object(10_000, (i) => [
    `field_${i}`,
    { type: 'string', description: lorem, prefill: 'x' },
  ]),
  'endless texts': {
    [long]: { type: 'string', title: long, description: long, default: long, prefill: long },
  },
  'deep objects': {
    a: {
      type: 'object',
      properties: object(5000, (i) => [`p${i}`, { type: 'string' }]),
      prefill: object(5000, (i) => [`p${i}`, lorem]),
    },
  },
}

describe.each([500, 8000])('a budget of %i tokens', (budget) => {
  const args = [`--max-result-tokens=${budget}`]

  it.each(Object.keys(SCHEMAS))('holds for an Actor with %s', async (name) => {
    const { call, fake } = await serve({ args })
    const properties = SCHEMAS[name] ?? {}
    const schema = {
      title: long,
      type: 'object',
      properties,
      required: Object.keys(properties).slice(0, 2),
    }
    fake.catalog.actors.set('alice~crawler', { ...ACTOR, title: long, description: long })
    fake.catalog.builds.set('alice~crawler', {
      ...BUILD,
      buildNumber: '1',
      inputSchema: JSON.stringify(schema),
      actorDefinition: {
        storages: {
          dataset: {
            description: long,
            fields: { properties },
            views: object(500, (i) => [
              `${lorem}${i}`,
              { transformation: { fields: many(500, () => lorem) } },
            ]),
          },
        },
      },
    })
    fake.catalog.inputChecks.set('alice~crawler', () =>
      many(500, (i) => `Field input.field_${i} is ${page}`).join('; '),
    )
    for (const section of ['input', 'output']) {
      const { structured, text, isError } = await call('get_actor', { actorId, section })
      expect(isError, text).toBe(false)
      expect(tokens(text)).toBeLessThanOrEqual(budget)
      const [row] = [structured.input ?? structured.fields].flat()
      expect(row, section).toMatchObject({ type: expect.any(String) })
    }
    const input = { ...object(3000, (i) => [`unknown_${lorem}${i}`, i]), kind: 7 }
    const checked = await call('validate_input', { actorId, input })
    expect(checked.structured).toMatchObject({ valid: false, problems: expect.any(Array) })
    expect(tokens(checked.text)).toBeLessThanOrEqual(budget)
  })

  it('holds for endless prices and READMEs', async () => {
    const { call, fake } = await serve({ args })
    const event = { eventTitle: page, eventDescription: page, eventPriceUsd: 1e-9 }
    const pricing = {
      pricingModel: 'PAY_PER_EVENT',
      pricingPerEvent: { actorChargeEvents: object(300, (i) => [`${lorem}${i}`, event]) },
    }
    fake.catalog.actors.set('alice~crawler', { ...ACTOR, pricingInfos: [pricing] })
    fake.catalog.builds.set('alice~crawler', { ...BUILD, readme: long })
    for (const section of ['input', 'pricing', 'readme']) {
      const { structured, text } = await call('get_actor', { actorId, section })
      expect(tokens(text)).toBeLessThanOrEqual(budget)
      if (section !== 'input') expect(structured.next, section).toBeDefined()
    }
    fake.catalog.store.push(
      ...many(60, (i) => ({
        ...STORE_ACTOR,
        name: `a${i}`,
        title: page,
        description: page,
        notice: page,
        currentPricingInfo: { pricingModel: lorem.repeat(5000) },
      })),
    )
    const { structured, text } = await call('search_actors', { query: 'a', limit: 100 })
    expect(tokens(text)).toBeLessThanOrEqual(budget)
    expect(structured.next).toBeDefined()
  })

  it('holds for lists and datasets', async () => {
    const { call, fake } = await serve({ args })
    for (const i of many(900, (i) => i)) {
      fake.setRun({
        id: `run-${i}`,
        actId: 'a',
        status: 'FAILED',
        startedAt: `${i}`,
        statusMessage: lorem.repeat(40),
      })
      fake.records.set(`store1/${'page-of-example'.repeat(14)}${i}`, {
        body: '',
        contentType: 'text/plain',
      })
    }
    fake.storages.datasets?.push(
      ...many(900, (i) => ({ id: `d${i}`, name: page.slice(0, i * 9), title: page })),
    )
    fake.datasets.set(
      'data1',
      many(20, () => object(2000, (i) => [`${i}${lorem.repeat(4)}`, lorem.repeat(3)])),
    )
    const calls: [string, object][] = [
      ['list_runs', { limit: 1000 }],
      ['list_records', { storeId: 'store1', limit: 1000 }],
      ['list_storages', { type: 'dataset', limit: 1000 }],
      ['get_dataset', { datasetId: 'data1' }],
    ]
    for (const [tool, input] of calls) {
      const { text, isError } = await call(tool, { ...input })
      expect(isError, text).toBe(false)
      expect(tokens(text), tool).toBeLessThanOrEqual(budget)
      expect(text, tool).toMatch(/"(?:runId|recordKey|datasetId)":"/)
    }
  })
})
