import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  runToEnd,
  startPlatform,
  type TestPlatform,
} from '../../support/local-platform/platform.ts'
import { encodeWebhooks } from '../../support/local-platform/webhooks.ts'

const WEBHOOK = { eventTypes: ['ACTOR.RUN.FAILED'], requestUrl: 'http://127.0.0.1:9/' }

/** Makes a folder of the data one that nothing can be written to. Returns what undoes that. */
async function block({ dir }: TestPlatform, name: string) {
  const folder = join(dir, 'data', name)
  await rename(folder, `${folder}.away`)
  await writeFile(folder, '')
  return async () => {
    await rm(folder)
    await rename(`${folder}.away`, folder)
  }
}

test.each([
  ['webhooks', encodeWebhooks([WEBHOOK])],
  ['live', ''],
  ['runs', ''],
])('a run that cannot start since %s cannot be written is not there', async (name, query) => {
  const platform = await startPlatform()
  const { call } = platform
  // From then on there are all folders.
  const first = await runToEnd(platform, encodeWebhooks([WEBHOOK]))
  const list = async () => {
    const { items } = (await call('GET /v2/actor-runs')).json.data
    return items.map(({ id }: { id: string }) => id)
  }
  const unblock = await block(platform, name)
  expect((await call(`POST /v2/actors/~tester/runs?${query}`)).status).toBe(500)
  expect(await list()).toEqual([first.id])
  await unblock()
  expect(await list()).toEqual([first.id])
  const next = await runToEnd(platform, query)
  expect(next.status).toBe('SUCCEEDED')
  expect(await list()).toEqual([first.id, next.id])
})

test('a finished run that cannot be resurrected stays finished', async () => {
  const platform = await startPlatform()
  const { call } = platform
  const run = await runToEnd(platform)
  const unblock = await block(platform, 'live')
  expect((await call(`POST /v2/actor-runs/${run.id}/resurrect`)).status).toBe(500)
  expect((await call(`GET /v2/actor-runs/${run.id}`)).json.data).toEqual(run)
  await unblock()
  expect((await call(`POST /v2/actor-runs/${run.id}/resurrect`)).status).toBe(200)
  const again = (await call(`GET /v2/actor-runs/${run.id}?waitForFinish=60`)).json.data
  expect(again).toMatchObject({ status: 'SUCCEEDED', stats: { resurrectCount: 1 } })
})
