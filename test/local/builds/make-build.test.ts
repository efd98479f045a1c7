import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  ACTOR,
  buildActor,
  definition,
  SCHEMA,
  startWithSchema,
  writeActorFile,
} from '../../support/local-platform/builds.ts'
import { runToEnd } from '../../support/local-platform/platform.ts'

test.each<[string, Record<string, unknown>, string[]]>([
  ['no JSON', { [ACTOR]: '{"name":' }, ['JSON']],
  ['an invalid definition', { [ACTOR]: definition({ categories: 'NEWS' }) }, ['categories']],
  [
    'an invalid input schema',
    { [ACTOR]: definition({ input: { ...SCHEMA, properties: { n: { type: 'numeric' } } } }) },
    ['schema.properties.n'],
  ],
  ['a missing file', { [ACTOR]: definition({ input: './none.json' }) }, ['none.json', 'missing']],
  ['nothing to run', { 'package.json': {}, 'main.js': null }, ['nothing to run', 'Dockerfile']],
  ['a missing dependency', { 'package.json': { dependencies: { none: '1' } } }, ['npm install']],
])('%s fails with the reason in the log', async (_, files, parts) => {
  const platform = await startWithSchema()
  await platform.call('GET /v2/actors')
  for (const [name, content] of Object.entries(files)) {
    if (content === null) await rm(join(platform.dir, 'actor', name))
    else await writeActorFile(platform, name, content)
  }
  const made = await buildActor(platform)
  expect(made).toMatchObject({ status: 'FAILED', buildNumber: '0.1.2', actorDefinition: null })
  expect(made.log).toContain('ERROR: ')
  expect(made.log).toContain('The build has failed.')
  const { items } = (await platform.call('GET /v2/actors/~tester/builds?desc=1')).json.data
  expect(items).toContainEqual(expect.objectContaining({ id: made.id, status: 'FAILED' }))
  for (const part of parts) expect(made.log).toContain(part)
  // Nothing that is used is a build that failed.
  await writeActorFile(platform, ACTOR, definition())
  await writeActorFile(platform, 'package.json', {
    type: 'module',
    scripts: { start: 'node main.js' },
  })
  await writeActorFile(platform, 'main.js', '')
  const { latest } = (await platform.call('GET /v2/actors/~tester')).json.data.taggedBuilds
  expect(latest.buildNumber).toBe('0.1.1')
  expect((await runToEnd(platform, 'build=latest')).buildNumber).toBe('0.1.1')
  const refused = await platform.call('POST /v2/actors/~tester/runs?build=0.1.2')
  expect([refused.status, refused.json.error.type]).toEqual([400, 'unknown-build-tag'])
  expect((await platform.call(`DELETE /v2/actor-builds/${made.id}`)).status).toBe(204)
})
