import { describe, expect, it } from 'vitest'
import { FAILED_BUILD } from '../../support/develop-data.ts'
import { fail } from '../../support/fake-apify/apify.ts'
import { startFaultyProxy } from '../../support/fake-apify/faults.ts'
import { startServer } from '../../support/mcp-client.ts'
import { seed, serve } from '../../support/seeded-server.ts'

const args = ['--tools=all']
const BUILD = { actorId: 'alice/crawler', version: '0.1' }
const START = 'POST /v2/actors/alice~crawler/builds'

describe('get_build', () => {
  it('shows the error lines of a build that failed, and get_log takes its id', async () => {
    const { call } = await serve({ args })
    const { structured } = await call('get_build', { buildId: 'build2' })
    expect(structured).toMatchObject({
      buildId: 'build2',
      buildNumber: '0.1.3',
      tag: 'latest',
      status: 'FAILED',
      durationSecs: 60,
      imageBytes: 975_770_223,
      log: ['ERROR npm install failed'],
    })
    expect(structured.note).toContain('`get_log`')
    expect((await call('get_log', { runId: 'build2' })).structured.total).toBe(2)
  })

  it('shows a build although its log cannot be read', async () => {
    const { call, fake } = await serve({ args })
    fake.on('GET /v2/logs/build2', fail(404, 'record-not-found', 'No log'))
    const { structured } = await call('get_build', { buildId: 'build2' })
    expect(structured).toMatchObject({ status: 'FAILED' })
    expect(structured).not.toHaveProperty('log')
  })

  it('waits, and says that the build goes on', async () => {
    const { call, fake } = await serve({ args })
    fake.develop.builds.set('build2', { ...FAILED_BUILD, status: 'RUNNING', finishedAt: null })
    const { structured } = await call('get_build', { buildId: 'build2', waitSecs: 1 })
    expect(structured.note).toContain('Still RUNNING after 1 s')
    const waited = fake.sent('GET /v2/actor-builds/:id').map(({ query }) => query.waitForFinish)
    expect(waited).toContain('1')
  })
})

it('list_builds pages through all builds, whatever fits', async () => {
  const { call, fake } = await serve({ args: [...args, '--max-result-tokens=500'] })
  fake.develop.builds.clear()
  const ids = Array.from({ length: 90 }, (_, i) => `build${i}`)
  for (const id of ids) fake.develop.builds.set(id, { ...FAILED_BUILD, id })
  const seen: unknown[] = []
  for (let next: object | undefined = {}; next !== undefined; ) {
    const { structured }: { structured: Record<string, unknown> } = await call('list_builds', {
      ...BUILD_LIST,
      ...next,
    })
    const { builds } = structured
    if (!Array.isArray(builds)) throw new Error('No builds')
    seen.push(...builds.map(({ buildId }) => buildId))
    expect(structured.total).toBe(90)
    next = structured.next === undefined ? undefined : Object(structured.next)
  }
  expect(seen).toEqual(ids.toReversed())
})
const BUILD_LIST = { actorId: 'alice/crawler', limit: 40 }

describe('build_actor', () => {
  it('sends the options of the API, and says how to follow the build', async () => {
    const { call, fake } = await serve({ args })
    const options = { tag: 'beta', useCache: true }
    const { structured } = await call('build_actor', { ...BUILD, ...options })
    expect(structured).toMatchObject({ status: 'RUNNING', tag: 'beta', actorName: 'alice/crawler' })
    expect(structured.note).toContain('`get_build`')
    expect(fake.sent(START)[0]?.query).toEqual({ version: '0.1', tag: 'beta', useCache: 'true' })
  })

  it.each(['closed after the work', 'half a body'] as const)(
    'starts one build although its answer is lost: %s',
    async (fault) => {
      const fake = await seed()
      const appliesTo = ({ method }: { method?: string | undefined }) => method === 'POST'
      const options = { upstream: fake.url, fault, times: 1, appliesTo }
      const proxy = await startFaultyProxy(options)
      const { call } = await startServer({
        fake: { url: `http://127.0.0.1:${proxy.port}`, token: fake.token },
        args,
      })
      const { structured, text, isError } = await call('build_actor', BUILD)
      await proxy.close()
      expect(isError, text).toBe(false)
      expect(structured.buildId).toBe('build2')
      expect(fake.sent(START)).toHaveLength(1)
    },
  )

  it.each([
    [
      [{ versionNumber: '0.1' }, { versionNumber: '1.0' }, { versionNumber: 'x\ny' }],
      'The version "9.9" of Actor "alice/crawler" was not found (404). Give a `version` that exists: 0.1, 1.0.',
    ],
    [
      undefined,
      'The version "9.9" of Actor "alice/crawler" was not found (404). Give a `version` that exists: each `buildNumber` of `list_builds` begins with one.',
    ],
    [
      [{ versionNumber: '9.9' }],
      'The Actor "alice/crawler" was not found (404): Not found. Find the `actorId` with `search_actors`; an Actor is named `user/name`.',
    ],
  ])('says of a version of %j that it does not exist', async (versions, error) => {
    const { call, fake } = await serve({ args })
    fake.on(START, fail(404, 'record-not-found', 'Not found'))
    const actor = fake.catalog.actors.get('alice~crawler')
    fake.catalog.actors.set('alice~crawler', { ...actor, versions })
    const { text, isError } = await call('build_actor', { ...BUILD, version: '9.9' })
    expect(isError).toBe(true)
    expect(text).toBe(error)
    expect(fake.sent(START)).toHaveLength(1)
  })

  it('says that the Actor was not found if it cannot be read', async () => {
    const { call, fake } = await serve({ args })
    fake.on('POST /v2/actors/alice~other/builds', fail(404, 'record-not-found', 'Not found'))
    const { text } = await call('build_actor', { ...BUILD, actorId: 'alice/other' })
    expect(text).toContain('The Actor "alice/other" was not found (404)')
    fake.on('GET /v2/actors/:id', fail(403, 'insufficient-permissions', 'No'))
    fake.on(START, fail(404, 'record-not-found', 'Not found'))
    expect((await call('build_actor', BUILD)).text).toContain(
      'The Actor "alice/crawler" was not found (404)',
    )
  })

  it('is refused plainly by a platform that does not build', async () => {
    const { call, fake } = await serve({ args })
    fake.on(START, fail(501, 'not-implemented', 'Builds are not supported.'))
    const { text } = await call('build_actor', BUILD)
    expect(text).toContain('501')
    expect(text).not.toContain('may have started')
    expect(fake.sent(START)).toHaveLength(1)
  })
})
