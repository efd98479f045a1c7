import { describe, expect, it } from 'vitest'
import { apiActor, apiBuild } from '../../../src/apify/types/actor-types.ts'
import getActor from '../../../tools/actors/get_actor.ts'
import { callHandler } from '../../support/call-handler.ts'
import { followNext } from '../../support/follow-next.ts'

const properties = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`field${i}`, { type: 'string' }]))

/** Calls the tool for an Actor and a build with the given fields. */
async function show(
  args: { section?: 'input' | 'readme' | 'output' | 'pricing' | 'schema'; offset?: number },
  { actor = {}, build = {}, settings = {} } = {},
) {
  const apify = {
    getActor: async () => apiActor.parse({ id: 'actor1', ...actor }),
    findDefaultBuild: async () => apiBuild.parse({ id: 'build1', ...build }),
  }
  const { result } = await callHandler(
    getActor,
    { actorId: 'actor1', ...args },
    { apify, settings },
  )
  return result
}

describe('get_actor', () => {
  it('shows the Actor on the first page only', async () => {
    const actor = { username: 'alice', name: 'crawler', title: 'Crawler' }
    const build = {
      buildNumber: '0.1.2',
      inputSchema: JSON.stringify({ properties: properties(2) }),
    }
    expect(await show({}, { actor, build })).toMatchObject({
      actorId: 'alice/crawler',
      title: 'Crawler',
      build: '0.1.2',
      price: 'free; only platform usage is charged',
      input: [{ name: 'field0' }, { name: 'field1' }],
    })
    expect(await show({ offset: 1 }, { actor, build })).toEqual({
      actorId: 'alice/crawler',
      input: [{ name: 'field1', type: 'string' }],
      note: undefined,
    })
  })

  it.each([
    ['input', { inputSchema: JSON.stringify({ properties: properties(200) }) }, 'input'],
    [
      'output',
      { actorDefinition: { storages: { dataset: { fields: { properties: properties(200) } } } } },
      'fields',
    ],
  ] as const)('pages through section %s and shows each field once', async (section, build, key) => {
    const settings = { maxResultTokens: 500 }
    const pages = await followNext((next) => show({ section, ...next }, { build, settings }))
    expect(pages.length).toBeGreaterThan(2)
    const names = pages.flatMap((page) => page[key] ?? [])
    expect(names).toMatchObject(Object.keys(properties(200)).map((name) => ({ name })))
  })

  it('pages through the README', async () => {
    const readme = Array.from({ length: 1000 }, (_, i) => `Line ${i}.`).join('\n')
    const options = { build: { readme }, settings: { maxResultTokens: 500 } }
    const pages = await followNext((next) => show({ section: 'readme', ...next }, options))
    expect(pages.length).toBeGreaterThan(2)
    expect(pages.map(({ text }) => text).join('')).toBe(readme)
  })

  it('pages through the input schema, as its author wrote it', async () => {
    const schema = { title: 'Input', properties: properties(200), required: ['field3'] }
    const options = {
      build: { inputSchema: JSON.stringify(schema, null, 2) },
      settings: { maxResultTokens: 500 },
    }
    const pages = await followNext((next) => show({ section: 'schema', ...next }, options))
    expect(pages.length).toBeGreaterThan(2)
    expect(JSON.parse(pages.map(({ text }) => text).join(''))).toEqual(schema)
  })

  it('says why there is no input schema', async () => {
    expect(await show({ section: 'schema' })).toMatchObject({
      text: '',
      note: 'The Actor has no input schema. Section `readme` may describe its input.',
    })
  })

  it('says that an Actor is deprecated, and that its example is too long', async () => {
    const a = { type: 'string', prefill: 'word '.repeat(250) }
    const build = { inputSchema: JSON.stringify({ type: 'object', properties: { a } }) }
    const settings = { maxResultTokens: 500 }
    const result = await show({}, { actor: { isDeprecated: true }, build, settings })
    expect(result.example).toBeUndefined()
    expect(result.note).toBe(
      'This Actor is deprecated. Choose another one. The example input is too long to show.',
    )
  })

  it.each([
    ['cloud', 'pay per event', 'A run needs a `maxTotalChargeUsd` of at least 0.5.'],
    ['local', 'free; it runs on this machine', undefined],
  ] as const)('shows prices on the %s platform', async (mode, price, note) => {
    const pricing = { pricingModel: 'PAY_PER_EVENT', minimalMaxTotalChargeUsd: 0.5 }
    const options = { actor: { pricingInfos: [pricing] }, settings: { mode } }
    expect(await show({ section: 'pricing' }, options)).toEqual({ actorId: 'actor1', price, note })
  })
})
