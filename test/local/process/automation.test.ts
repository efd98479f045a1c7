import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder } from '../../support/folder.ts'
import { writeActor } from '../../support/local-platform/actor-project.ts'
import { startPlatform } from '../../support/local-platform/platform.ts'
import { platformIn, startKillable } from '../../support/local-platform/shared-platform.ts'
import { startReceiver } from '../../support/local-platform/webhooks.ts'

/** Calls the platform of a data folder, as any program on this computer can. */
async function callPlatform(data: string, target: string, body?: object) {
  const { baseUrl, token } = await platformIn(data)
  const [method = '', path = ''] = target.split(' ')
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
  const response = await fetch(baseUrl + path, init)
  return JSON.parse(await response.text()).data
}

test('a schedule and a webhook go on when the server that made them ends, as long as another is there', async () => {
  const dir = await makeFolder()
  const data = join(dir, 'data')
  await writeActor(join(dir, 'actor'), '')
  const receiver = await startReceiver()
  const serve = () => startKillable({ args: ['--local', data, '--actors', join(dir, 'actor')] })
  const [first, second] = [await serve(), await serve()]
  await Promise.all([first, second].map(({ call }) => call('list_runs')))
  const { pid } = await platformIn(data)
  await callPlatform(data, 'POST /v2/webhooks', {
    eventTypes: ['ACTOR.RUN.SUCCEEDED'],
    condition: { actorId: '~tester' },
    requestUrl: `${receiver.url}/ended`,
  })
  const { id } = await callPlatform(data, 'POST /v2/schedules', {
    cronExpression: '*/10 * * * * *',
    actions: [{ type: 'RUN_ACTOR', actorId: '~tester' }],
  })
  await first.kill()

  const { body } = await receiver.seen('POST /ended')
  const { resource } = JSON.parse(body.toString())
  expect(resource).toMatchObject({ status: 'SUCCEEDED', meta: { origin: 'SCHEDULER' } })
  expect(resource.meta.scheduleId).toBe(id)
  expect((await platformIn(data)).pid).toBe(pid)
  const runs = await second.call('list_runs')
  expect(runs.text).toContain(resource.id)
  await second.kill()

  // Another process of the folder has them, once the first has noticed that nobody uses it.
  const again = async () => startPlatform({ dir }).catch(() => undefined)
  let platform = await again()
  while (!platform) platform = await again()
  const { json } = await platform.call(`GET /v2/schedules/${id}`)
  expect(json.data).toMatchObject({ id, isEnabled: true })
  expect(Date.parse(json.data.lastRunAt)).toBeGreaterThanOrEqual(
    Date.parse(resource.meta.scheduledAt),
  )
}, 90_000)
