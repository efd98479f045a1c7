import { expect, test } from 'vitest'
import {
  runToEnd,
  startPlatform,
  type TestPlatform,
} from '../../support/local-platform/platform.ts'

const FILES = {
  '.actor/actor.json': {
    actorSpecification: 1,
    name: 'tester',
    title: 'Price tester',
    description: 'Reads prices of shops.',
    version: '2.3',
    categories: ['ECOMMERCE'],
    input: './in.json',
    storages: { dataset: './rows.json' },
  },
  '.actor/in.json': {
    title: 'Input',
    type: 'object',
    schemaVersion: 1,
    properties: {
      url: { title: 'URL', type: 'string', description: 'x', editor: 'textfield', prefill: 'a' },
      depth: { title: 'Depth', type: 'integer', description: 'x', default: 2, maximum: 5 },
    },
    required: ['url'],
  },
  '.actor/rows.json': { actorSpecification: 1, fields: { properties: { price: {} } }, views: {} },
  'README.md': '# Price tester\n\nWorks with any gorilla shop.\n',
}

async function read(platform: TestPlatform, target: string, init?: RequestInit) {
  return (await platform.call(target, init)).json
}

test('the store lists and searches the Actors of this machine', async () => {
  const platform = await startPlatform({ files: FILES })
  const find = async (query: string) => (await read(platform, `GET /v2/store?${query}`)).data
  const [item] = (await find('')).items
  expect(item).toMatchObject({
    name: 'tester',
    username: 'local',
    title: 'Price tester',
    description: 'Reads prices of shops.',
    categories: ['ECOMMERCE'],
    currentPricingInfo: { pricingModel: 'FREE' },
  })
  const [lean] = (await find('responseFormat=agent')).items
  expect(Object.keys(lean)).not.toContain('pictureUrl')
  expect(lean.id).toBe(item.id)
  for (const query of ['search=PRICE', 'search=gorilla%20shop', 'category=ecommerce', 'limit=1']) {
    expect(await find(query)).toMatchObject({ total: 1, count: 1, offset: 0, desc: false })
  }
  for (const query of ['search=price%20zebra', 'category=AI', 'username=apify']) {
    expect(await find(query)).toMatchObject({ total: 0, items: [] })
  }
  expect(await find('offset=1')).toMatchObject({ total: 1, count: 0 })
})

test('a build has the definition with the contents of its schemas and README', async () => {
  const platform = await startPlatform({ files: FILES })
  const { data: actor } = await read(platform, 'GET /v2/actors/~tester')
  expect(JSON.parse(actor.exampleRunInput.body)).toEqual({ url: 'a', depth: 2 })
  const { buildId } = actor.taggedBuilds.latest
  const { data: build } = await read(platform, 'GET /v2/actors/~tester/builds/default')
  expect(build).toMatchObject({
    id: buildId,
    actId: actor.id,
    buildNumber: '2.3.1',
    status: 'SUCCEEDED',
    actorDefinition: {
      name: 'tester',
      input: FILES['.actor/in.json'],
      storages: { dataset: FILES['.actor/rows.json'] },
      readme: FILES['README.md'],
    },
  })
  for (const path of [`actor-builds/${buildId}`, `acts/${actor.id}/builds/${buildId}`]) {
    expect((await read(platform, `GET /v2/${path}`)).data).toEqual(build)
  }
  for (const path of ['actor-builds', 'actors/local~tester/builds']) {
    const { data } = await read(platform, `GET /v2/${path}`)
    expect(data).toMatchObject({ total: 1, items: [{ id: buildId }] })
  }
  for (const path of [`actor-builds/${buildId}/log`, `logs/${buildId}`]) {
    expect((await platform.call(`GET /v2/${path}`)).text).toContain('no build step')
  }
  expect((await platform.call('GET /v2/actor-builds/nothing')).status).toBe(404)
})

test('input is validated without a run, and all problems are listed', async () => {
  const platform = await startPlatform({ files: FILES })
  const target = 'POST /v2/actors/~tester/validate-input'
  expect(await read(platform, target, { body: '{"url":"x"}' })).toEqual({ valid: true })
  const { error } = await read(platform, target, { body: '{"depth":9}' })
  expect(error.type).toBe('invalid-input')
  expect(error.message).toContain('Field input.url is required')
  expect(error.message).toContain('Field input.depth must be <= 5')
  const unknown = await read(platform, `${target}?build=beta`, { body: '{}' })
  expect(unknown.error).toMatchObject({ type: 'unknown-build-tag' })
  expect(unknown.error.message).toContain('"latest" or "2.3.1"')
  expect((await platform.call('GET /v2/actor-runs')).json.data.total).toBe(0)
})

test('a valid input has notes on what its schema does not describe, and its run has none', async () => {
  const field = { title: 'A', type: 'array', description: 'x', editor: 'json' }
  const schema = { ...FILES['.actor/in.json'], properties: { a: field }, required: [] }
  const platform = await startPlatform({ files: { ...FILES, '.actor/in.json': schema } })
  const target = 'POST /v2/actors/~tester/validate-input'
  expect(await read(platform, target, { body: '{"a":[{"b":1}]}' })).toEqual({
    valid: true,
    notes: [
      'The input schema does not describe what is inside of input.a, so that is not checked.',
    ],
  })
  expect(await read(platform, target, { body: '{"a":[]}' })).toEqual({ valid: true })
  const { id } = await runToEnd(platform, '', '{"a":[{"b":1}]}')
  expect((await platform.call(`GET /v2/logs/${id}`)).text).not.toContain('input.a')
})

test('runs are counted for their Actor', async () => {
  const platform = await startPlatform()
  const { startedAt } = await runToEnd(platform)
  const { data } = await read(platform, 'GET /v2/actors/~tester')
  expect(data.stats).toMatchObject({ totalRuns: 1, lastRunStartedAt: startedAt })
})
