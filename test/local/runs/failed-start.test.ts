import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { RunStore } from '../../../src/local/runs/run-store.ts'
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

/** Makes a request that the platform cannot fulfil, which is no answer that the API's description has. */
async function fail({ call, answers }: TestPlatform, target: string) {
  expect((await call(target)).status).toBe(500)
  answers.found.clear()
}

const idsOf = async ({ call }: TestPlatform): Promise<string[]> =>
  (await call('GET /v2/actor-runs')).json.data.items.map(({ id }: { id: string }) => id)

test.each(['webhooks', 'live'])(
  'a run that cannot start since %s cannot be written is not there',
  async (name) => {
    const platform = await startPlatform()
    const query = encodeWebhooks([WEBHOOK])
    const first = await runToEnd(platform, query)
    const unblock = await block(platform, name)
    await fail(platform, `POST /v2/actors/~tester/runs?${query}`)
    expect(await idsOf(platform)).toEqual([first.id])
    await unblock()
    const next = await runToEnd(platform, query)
    expect(await idsOf(platform)).toEqual([first.id, next.id])
  },
)

test('a run that is stored by half is not there', async () => {
  const platform = await startPlatform()
  const { add } = RunStore.prototype
  vi.spyOn(RunStore.prototype, 'add').mockImplementationOnce(async function (this: RunStore, run) {
    await add.call(this, run)
    throw new Error('ENOSPC: no space left on device')
  })
  await fail(platform, 'POST /v2/actors/~tester/runs')
  expect(await idsOf(platform)).toEqual([])
  const { id } = await runToEnd(platform)
  expect(await idsOf(platform)).toEqual([id])
})

test('a finished run that cannot be resurrected stays finished', async () => {
  const platform = await startPlatform()
  const { call } = platform
  const run = await runToEnd(platform)
  const unblock = await block(platform, 'live')
  await fail(platform, `POST /v2/actor-runs/${run.id}/resurrect`)
  expect((await call(`GET /v2/actor-runs/${run.id}`)).json.data).toEqual(run)
  await unblock()
  expect((await call(`POST /v2/actor-runs/${run.id}/resurrect`)).status).toBe(200)
  const again = (await call(`GET /v2/actor-runs/${run.id}?waitForFinish=60`)).json.data
  expect(again).toMatchObject({ status: 'SUCCEEDED', stats: { resurrectCount: 1 } })
})
