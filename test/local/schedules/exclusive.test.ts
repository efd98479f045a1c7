import { expect, test, vi } from 'vitest'
import { RunStore } from '../../../src/local/runs/run-store.ts'
import {
  createSchedule,
  HOURLY,
  RUN,
  runsOf,
  startAtMidnight,
  untilNoted,
} from '../../support/local-platform/schedules.ts'

type Platform = Awaited<ReturnType<typeof startAtMidnight>>

const untilStarted = (platform: Platform, count: number) =>
  expect.poll(async () => (await runsOf(platform)).length).toBe(count)

async function abort({ call }: Platform, id: string) {
  const status = async () => (await call(`GET /v2/actor-runs/${id}`)).json.data.status
  // A run is listed a moment before it can be aborted.
  await expect.poll(status).toBe('RUNNING')
  await call(`POST /v2/actor-runs/${id}/abort`)
  await call(`GET /v2/actor-runs/${id}?waitForFinish=60`)
}

test('an exclusive schedule waits for its last run though its actions were replaced', async () => {
  const platform = await startAtMidnight('idle()')
  const { clock, call } = platform
  const { id, actions } = await createSchedule(platform, HOURLY)
  const replace = async (given: object[]) => {
    const { json } = await call(`PUT /v2/schedules/${id}`, {
      body: JSON.stringify({ actions: given }),
    })
    return json.data.actions
  }
  clock.set('2027-03-27T01:00:00.000Z')
  await untilStarted(platform, 1)
  await replace([])
  const [action] = await replace([RUN])
  // If the ids stayed, this would be no test.
  expect(action.id).not.toBe(actions[0].id)
  clock.set('2027-03-27T02:00:00.000Z')
  expect((await untilNoted(platform, id, 3)).join('\n')).toContain('has not finished')
  expect(await runsOf(platform)).toHaveLength(1)
})

test('each of two actions that start the same waits for its own run alone', async () => {
  const platform = await startAtMidnight('idle()')
  const body = (text: string) => ({ ...RUN, runInput: { body: text } })
  const inputOf = async ({ id }: { id: string }) =>
    (await platform.call(`GET /v2/actor-runs/${id}/key-value-store/records/INPUT`)).json
  const { id } = await createSchedule(platform, {
    ...HOURLY,
    actions: [body('{"n":1}'), body('{"n":2}')],
  })
  platform.clock.set('2027-03-27T01:00:00.000Z')
  await untilStarted(platform, 2)
  for (const run of await runsOf(platform)) {
    if ((await inputOf(run)).n === 2) await abort(platform, run.id)
  }
  platform.clock.set('2027-03-27T02:00:00.000Z')
  expect((await untilNoted(platform, id, 3)).join('\n')).toContain('has not finished')
  await untilStarted(platform, 3)
  const going = (await runsOf(platform)).filter(
    (run: { status: string }) => run.status !== 'ABORTED',
  )
  const inputs = await Promise.all(going.map(inputOf))
  expect(inputs.map(({ n }) => n).sort()).toEqual([1, 2])
})

test('schedules forget runs that have ended, also those of deleted schedules', async () => {
  const platform = await startAtMidnight('idle()')
  const { clock, call } = platform
  const deleted = await createSchedule(platform, HOURLY)
  clock.set('2027-03-27T01:00:00.000Z')
  await untilStarted(platform, 1)
  const [run] = await runsOf(platform)
  await abort(platform, run.id)
  await call(`DELETE /v2/schedules/${deleted.id}`)
  const actions = [{ ...RUN, runOptions: { build: 'none' } }]
  const { id } = await createSchedule(platform, { ...HOURLY, actions })
  const get = vi.spyOn(RunStore.prototype, 'get')
  // An invocation has ended when its error is noted.
  clock.set('2027-03-27T02:00:00.000Z')
  await untilNoted(platform, id, 2)
  expect(get.mock.calls).toContainEqual([run.id])
  get.mockClear()
  clock.set('2027-03-27T03:00:00.000Z')
  await untilNoted(platform, id, 4)
  expect(get.mock.calls).not.toContainEqual([run.id])
  get.mockRestore()
})
