import { expect, test } from 'vitest'
import { makeFolder } from '../../support/folder.ts'
import {
  ACTOR,
  buildActor,
  definition,
  SCHEMA,
  startWithSchema,
  writeActorFile,
} from '../../support/local-platform/builds.ts'
import { runToEnd } from '../../support/local-platform/platform.ts'
import { startReceiver } from '../../support/local-platform/webhooks.ts'

test('a build keeps what the folder says, with a number and a log', async () => {
  const platform = await startWithSchema({
    files: { [ACTOR]: definition(), 'README.md': '# Tester' },
  })
  const made = await buildActor(platform, 'version=0.1&waitForFinish=60&useCache=1')
  expect(made).toMatchObject({
    buildNumber: '0.1.2',
    status: 'SUCCEEDED',
    meta: { origin: 'API' },
    options: { useCache: true, betaPackages: false, memoryMbytes: 1024 },
    readme: '# Tester',
    actVersion: { versionNumber: '0.1', buildTag: 'latest' },
    actorDefinition: { name: 'tester', input: SCHEMA },
  })
  expect(JSON.parse(made.inputSchema)).toEqual(SCHEMA)
  expect(made.log).toMatch(/^\S+Z Reading .actor\/actor.json in .*\n/)
  expect(made.log).toContain('The input schema is valid.')
  expect(made.log).toMatch(/A run starts: \S+ main\.js\n/)
  expect(made.log).toContain('The build has succeeded.')
  const { log: _, ...described } = made
  const { call } = platform
  expect((await call(`GET /v2/actor-builds/${made.id}?waitForFinish=60`)).json.data).toEqual(
    described,
  )
  expect((await call(`POST /v2/actor-builds/${made.id}/abort`)).json.data).toEqual(described)
  expect((await call('GET /v2/actors/~tester/builds/default')).json.data).toEqual(described)
  expect((await call(`GET /v2/actor-builds/${made.id}/log`)).text).toBe(made.log)

  await writeActorFile(platform, ACTOR, definition({ input: { ...SCHEMA, title: 'Changed' } }))
  expect((await call(`GET /v2/actor-builds/${made.id}`)).json.data).toEqual(described)
  expect(await buildActor(platform)).toMatchObject({ buildNumber: '0.1.3' })
  const { items, total } = (await call('GET /v2/actors/~tester/builds?desc=1&limit=2')).json.data
  expect(total).toBe(3)
  expect(items[0].buildNumber).toBe('0.1.3')
  expect((await call('GET /v2/actors/~tester')).json.data).toMatchObject({
    stats: { totalBuilds: 3 },
    taggedBuilds: { latest: { buildNumber: '0.1.3' } },
  })
})

test('a run names the build that its tag or number is', async () => {
  const platform = await startWithSchema()
  const { call } = platform
  const [first, beta] = [
    await buildActor(platform),
    await buildActor(platform, 'version=0.1&tag=beta'),
  ]
  const used = async (query: string) => {
    const run = await runToEnd(platform, query)
    expect(run.status).toBe('SUCCEEDED')
    return [run.buildNumber, run.buildId]
  }
  expect(await used('')).toEqual(['0.1.2', first.id])
  expect(await used('build=latest')).toEqual(['0.1.2', first.id])
  expect(await used('build=beta')).toEqual(['0.1.3', beta.id])
  expect(await used('build=0.1.2')).toEqual(['0.1.2', first.id])
  expect((await used('build=0.1.1'))[0]).toBe('0.1.1')
  const { status, json } = await call('POST /v2/actors/~tester/runs?build=0.2')
  expect([status, json.error.type]).toEqual([400, 'unknown-build-tag'])
  expect(json.error.message).toContain('"latest" or "beta" or "0.1.1" or "0.1.2" or "0.1.3"')

  // The schema of a number stays, that of a tag is the folder's.
  const strict = { ...SCHEMA, required: ['n'] }
  await writeActorFile(
    platform,
    ACTOR,
    definition({ input: { ...strict, properties: SCHEMA.properties } }),
  )
  const check = async (query: string, body: string) =>
    (await call(`POST /v2/actors/~tester/validate-input?${query}`, { body })).status
  expect(await check('build=0.1.2', '{"n":2}')).toBe(200)
  await writeActorFile(platform, ACTOR, definition({ input: { ...SCHEMA, properties: {} } }))
  expect(await check('build=0.1.2', '{"n":"x"}')).toBe(400)
  expect(await check('build=latest', '{"n":"x"}')).toBe(200)
})

test('a folder of a newer version is used before the builds of the old one', async () => {
  const platform = await startWithSchema()
  await buildActor(platform)
  await writeActorFile(platform, ACTOR, definition({ version: '0.2' }))
  expect((await runToEnd(platform)).buildNumber).toBe('0.2.1')
  expect((await runToEnd(platform, 'build=0.1.2')).buildNumber).toBe('0.1.2')
  expect(await buildActor(platform, 'version=0.2')).toMatchObject({ buildNumber: '0.2.2' })
  expect((await runToEnd(platform)).buildNumber).toBe('0.2.2')
})

test.each([
  ['', 400, 'invalid-parameter', 'must be MAJOR.MINOR, such as 0.1'],
  ['version=1', 400, 'invalid-parameter', 'MAJOR.MINOR'],
  ['version=0.2', 404, 'record-not-found', 'The folder of the Actor has 0.1'],
])('a build of ?%s is refused', async (query, status, type, part) => {
  const { call } = await startWithSchema()
  const answer = await call(`POST /v2/actors/~tester/builds?${query}`)
  expect([answer.status, answer.json.error.type]).toEqual([status, type])
  expect(answer.json.error.message).toContain(part)
  expect((await call('GET /v2/actor-builds')).json.data.total).toBe(1)
})

test('the build in use cannot be deleted, others can', async () => {
  const platform = await startWithSchema()
  const { call } = platform
  const folder = (await call('GET /v2/actors/~tester/builds/default')).json.data
  const remove = async (id: string) => {
    const { status, json } = await call(`DELETE /v2/actor-builds/${id}`)
    return json?.error.type ?? status
  }
  expect(await remove(folder.id)).toBe('deleting-default-build')
  const [first, second] = [await buildActor(platform), await buildActor(platform)]
  expect(await remove(second.id)).toBe('deleting-default-build')
  expect(await remove(folder.id)).toBe('operation-not-allowed')
  expect(await remove(first.id)).toBe(204)
  expect(await remove(first.id)).toBe('record-not-found')
  expect((await call(`GET /v2/logs/${first.id}`)).status).toBe(404)
})

test('a restart keeps builds', async () => {
  const dir = await makeFolder()
  const platform = await startWithSchema({ dir })
  const made = await buildActor(platform)
  await platform.close()
  const again = await startWithSchema({ dir })
  const { log: _, ...described } = made
  expect((await again.call(`GET /v2/actor-builds/${made.id}`)).json.data).toEqual(described)
  expect(await buildActor(again)).toMatchObject({ buildNumber: '0.1.3' })
})

test('webhooks of the Actor hear of its builds', async () => {
  const receiver = await startReceiver()
  const platform = await startWithSchema()
  const eventTypes = ['ACTOR.BUILD.CREATED', 'ACTOR.BUILD.SUCCEEDED', 'ACTOR.BUILD.FAILED']
  const webhook = { eventTypes, condition: { actorId: '~tester' }, requestUrl: receiver.url }
  await platform.call('POST /v2/webhooks', { body: JSON.stringify(webhook) })
  const { id, actId } = await buildActor(platform)
  await expect.poll(() => receiver.requests.length).toBe(2)
  const bodies = receiver.requests.map(({ body }) => JSON.parse(body.toString()))
  expect(bodies.map(({ eventType }) => eventType).sort()).toEqual(eventTypes.slice(0, 2))
  expect(bodies[1]).toMatchObject({
    eventData: { actorId: actId, actorBuildId: id },
    resource: { id, buildNumber: '0.1.2' },
  })
})
