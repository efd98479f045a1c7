import { expect, test } from 'vitest'
import { makeFolder } from '../../support/folder.ts'
import {
  ACTOR,
  buildActor,
  definition,
  startWithSchema,
  writeActorFile,
} from '../../support/local-platform/builds.ts'
import { runToEnd, type TestPlatform } from '../../support/local-platform/platform.ts'

const build = async (platform: TestPlatform, query: string) =>
  (await buildActor(platform, query)).buildNumber

test('the number of a deleted build is never given out again', async () => {
  const dir = await makeFolder()
  const platform = await startWithSchema({ dir })
  const remove = async (query: string) => {
    const { id, buildNumber } = await buildActor(platform, query)
    expect((await platform.call(`DELETE /v2/actor-builds/${id}`)).status).toBe(204)
    return buildNumber
  }
  expect(await build(platform, 'version=0.1')).toBe('0.1.2')
  expect(await remove('version=0.1&tag=beta')).toBe('0.1.3')
  expect(await remove('version=0.1&tag=beta')).toBe('0.1.4')
  await platform.close()

  const again = await startWithSchema({ dir })
  expect(await build(again, 'version=0.1&tag=beta')).toBe('0.1.5')
  // Numbers of another version begin anew.
  await writeActorFile(again, ACTOR, definition({ version: '0.2' }))
  expect(await build(again, 'version=0.2')).toBe('0.2.2')
})

test('a resurrected run keeps its build, unless another is named or it is gone', async () => {
  const platform = await startWithSchema()
  const resurrect = async (id: string, query: string) => {
    const { json } = await platform.call(`POST /v2/actor-runs/${id}/resurrect?${query}`)
    await platform.call(`GET /v2/actor-runs/${id}?waitForFinish=60`)
    return json.data?.buildNumber ?? json.error.type
  }
  const first = await runToEnd(platform)
  expect(first).toMatchObject({ buildNumber: '0.1.1', options: { build: 'latest' } })
  expect(await build(platform, 'version=0.1')).toBe('0.1.2')
  expect(await resurrect(first.id, '')).toBe('0.1.1')
  expect(await resurrect(first.id, 'build=latest')).toBe('0.1.2')
  expect(await build(platform, 'version=0.1')).toBe('0.1.3')
  expect(await resurrect(first.id, '')).toBe('0.1.2')
  const beta = await buildActor(platform, 'version=0.1&tag=beta')
  const [byTag, byNumber] = [
    await runToEnd(platform, 'build=beta'),
    await runToEnd(platform, `build=${beta.buildNumber}`),
  ]
  expect(await build(platform, 'version=0.1&tag=beta')).toBe('0.1.5')
  expect(await resurrect(byTag.id, '')).toBe('0.1.4')
  await platform.call(`DELETE /v2/actor-builds/${beta.id}`)
  expect(await resurrect(byTag.id, '')).toBe('0.1.5')
  expect(await resurrect(byNumber.id, '')).toBe('unknown-build-tag')
})
