import { describe, expect, test } from 'vitest'
import { connect, keepCoverage } from '../../support/local-platform/client.ts'

describe("builds and versions, with Apify's own client and API description", () => {
  test('build, get, log, openapi.json, abort and delete', async () => {
    const { client, request } = await connect()
    const actor = client.actor('local/tester')
    const first = await actor.build('0.1', { waitForFinish: 60, tag: 'beta' })
    expect(first).toMatchObject({ status: 'SUCCEEDED', buildNumber: '0.1.2' })
    const { id } = await actor.build('0.1')
    expect(await client.build(id).waitForFinish()).toMatchObject({ buildNumber: '0.1.3' })
    expect(await client.build(id).log().get()).toContain('The build has succeeded.')
    expect((await actor.builds().list({ desc: true, limit: 1 })).items).toMatchObject([{ id }])
    expect((await client.builds().list()).total).toBe(3)
    expect(await (await actor.defaultBuild()).get()).toMatchObject({ id })
    expect(await client.build(id).abort()).toMatchObject({ id, status: 'SUCCEEDED' })
    const aliases = [
      `/v2/actors/~tester/builds/${id}`,
      `/v2/actors/~tester/builds/default`,
      `/v2/actor-builds/${id}`,
    ]
    for (const path of aliases) {
      expect((await request('GET', path)).json.data.id).toBe(id)
      const { status, json } = await request('GET', `${path}/openapi.json`)
      expect([status, json.openapi]).toEqual([200, '3.0.1'])
      expect(Object.keys(json.paths)).toEqual([
        '/acts/local~tester/run-sync-get-dataset-items',
        '/acts/local~tester/runs',
        '/acts/local~tester/run-sync',
      ])
    }
    expect((await request('POST', `/v2/actors/~tester/builds/${id}/abort`)).status).toBe(200)
    await client.build(first.id).delete()
    expect(await client.build(first.id).get()).toBeUndefined()
    await expect(client.build(id).delete()).rejects.toThrow('default build')
  })

  test('versions and environment variables are those of actor.json', async () => {
    const environmentVariables = { LEVEL: 'debug', KEY: '@secret' }
    const { client, request } = await connect('', {
      '.actor/actor.json': { name: 'tester', version: '0.1', environmentVariables },
    })
    const actor = client.actor('~tester')
    const { items, total } = await actor.versions().list()
    expect([total, items[0]?.versionNumber, items[0]?.buildTag]).toEqual([1, '0.1', 'latest'])
    const version = actor.version('0.1')
    expect(await version.get()).toMatchObject({ versionNumber: '0.1' })
    expect((await version.envVars().list()).items).toEqual([
      { name: 'LEVEL', value: 'debug', isSecret: false },
      { name: 'KEY', isSecret: true },
    ])
    expect(await version.envVar('LEVEL').get()).toMatchObject({ value: 'debug' })
    expect(await version.envVar('NONE').get()).toBeUndefined()
    expect(await actor.version('0.2').get()).toBeUndefined()
    const changed = await request('PUT', '/v2/actors/~tester/versions/0.1', '{}')
    expect([changed.status, changed.json.error.type]).toEqual([501, 'not-implemented'])
    expect(changed.json.error.message).toContain('change .actor/actor.json')
  })

  keepCoverage('builds.test.ts')
})
