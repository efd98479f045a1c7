import { expect, test } from 'vitest'
import {
  createSchedule,
  HOURLY,
  RUN,
  runsOf,
  startAtMidnight,
  untilNoted,
  untilRan,
} from '../../support/local-platform/schedules.ts'

test('a schedule starts an Actor with its input and options', async () => {
  const platform = await startAtMidnight()
  const { clock, call } = platform
  const runInput = { body: '{"a":1}', contentType: 'application/json' }
  const runOptions = { timeoutSecs: 77, memoryMbytes: 256, build: 'latest', maxItems: null }
  const actions = [{ ...RUN, runInput, runOptions }]
  const made = await createSchedule(platform, { cronExpression: '30 1 * * *', actions })
  expect(made.nextRunAt).toBe('2027-03-27T01:30:00.000Z')
  clock.set('2027-03-27T01:29:59.999Z')
  expect(await runsOf(platform)).toEqual([])
  clock.set('2027-03-27T01:30:00.250Z')
  const [run] = await untilRan(platform, 1)
  expect(run).toMatchObject({
    actorTaskId: null,
    options: { timeoutSecs: 77, memoryMbytes: 256, build: 'latest' },
    meta: {
      origin: 'SCHEDULER',
      scheduleId: made.id,
      scheduledAt: '2027-03-27T01:30:00.000Z',
    },
  })
  const input = await call(`GET /v2/actor-runs/${run.id}/key-value-store/records/INPUT`)
  expect(input.json).toEqual({ a: 1 })
  const { data } = (await call(`GET /v2/schedules/${made.id}`)).json
  expect(data).toEqual({
    ...made,
    lastRunAt: '2027-03-27T01:30:00.250Z',
    nextRunAt: '2027-03-28T01:30:00.000Z',
  })
  expect(await untilNoted(platform, made.id, 1)).toEqual(['INFO Schedule invoked'])
  expect(clock.planned).toEqual(['2027-03-28T01:30:00.000Z'])
})

test('a schedule starts a task, with its own input over that of the task', async () => {
  const script = `console.log(process.env.APIFY_META_ORIGIN, process.env.ACTOR_TASK_ID)`
  const platform = await startAtMidnight(script)
  const task = { actId: '~tester', name: 'task', input: { a: 1, b: 1 }, options: { maxItems: 3 } }
  const { data } = (await platform.call('POST /v2/actor-tasks', { body: JSON.stringify(task) }))
    .json
  const action = { type: 'RUN_ACTOR_TASK', actorTaskId: data.id }
  const actions = [{ ...action, input: { b: 2, c: 2 } }, action]
  await createSchedule(platform, { cronExpression: '@hourly', actions })
  platform.clock.set('2027-03-27T01:00:00.000Z')
  const runs = await untilRan(platform, 2)
  const inputs = runs.map(async ({ id, actorTaskId, options }) => {
    expect([actorTaskId, options.maxItems]).toEqual([data.id, 3])
    expect((await platform.call(`GET /v2/logs/${id}`)).text).toContain(`SCHEDULER ${data.id}`)
    return (await platform.call(`GET /v2/actor-runs/${id}/key-value-store/records/INPUT`)).json
  })
  expect(await Promise.all(inputs)).toEqual(
    expect.arrayContaining([
      { a: 1, b: 2, c: 2 },
      { a: 1, b: 1 },
    ]),
  )
})

test('runs/last finds a run by who started it', async () => {
  const platform = await startAtMidnight()
  await createSchedule(platform, HOURLY)
  platform.clock.set('2027-03-27T01:00:00.000Z')
  const [scheduled] = await untilRan(platform, 1)
  const { json } = await platform.call('POST /v2/actors/~tester/runs?waitForFinish=60')
  const last = async (query: string) =>
    (await platform.call(`GET /v2/actors/~tester/runs/last?${query}`)).json.data?.id
  expect(await last('origin=SCHEDULER')).toBe(scheduled.id)
  expect(await last('origin=SCHEDULER&status=SUCCEEDED')).toBe(scheduled.id)
  expect(await last('origin=API')).toBe(json.data.id)
  expect(await last('')).toBe(json.data.id)
  expect(await last('origin=WEB')).toBeUndefined()
})

test('an exclusive schedule waits for the end of its last run, and another does not', async () => {
  const platform = await startAtMidnight('idle()')
  const { clock, call } = platform
  const exclusive = await createSchedule(platform, { ...HOURLY, isExclusive: true })
  clock.set('2027-03-27T01:00:00.000Z')
  await expect.poll(async () => (await runsOf(platform)).length).toBe(1)
  clock.set('2027-03-27T02:00:00.000Z')
  const { data } = (await call('GET /v2/actors/~tester')).json
  const why = `WARN Did not start Actor "${data.id}": its last run of this schedule has not finished.`
  expect(await untilNoted(platform, exclusive.id, 3)).toContain(why)
  const [{ id }] = await runsOf(platform)
  await call(`POST /v2/actor-runs/${id}/abort`)
  await call(`GET /v2/actor-runs/${id}?waitForFinish=60`)
  clock.set('2027-03-27T03:00:00.000Z')
  await expect.poll(async () => (await runsOf(platform)).length).toBe(2)
  await call(`PUT /v2/schedules/${exclusive.id}`, { body: '{"isExclusive":false}' })
  clock.set('2027-03-27T04:00:00.000Z')
  await expect.poll(async () => (await runsOf(platform)).length).toBe(3)
})

test('a schedule that is changed, switched off or deleted is invoked as it is now', async () => {
  const platform = await startAtMidnight()
  const { clock, call } = platform
  const { id } = await createSchedule(platform, HOURLY)
  const change = async (body: object) =>
    (await call(`PUT /v2/schedules/${id}`, { body: JSON.stringify(body) })).json.data.nextRunAt
  expect(clock.planned).toEqual(['2027-03-27T01:00:00.000Z'])
  expect(await change({ timezone: 'Asia/Kolkata' })).toBe('2027-03-27T00:30:00.000Z')
  expect(clock.planned).toEqual(['2027-03-27T00:30:00.000Z'])
  expect(await change({ isEnabled: false })).toBeNull()
  expect(clock.planned).toEqual([])
  expect(await change({ isEnabled: true })).toBe('2027-03-27T00:30:00.000Z')
  clock.set('2027-03-27T00:30:00.000Z')
  await untilRan(platform, 1)
  await call(`DELETE /v2/schedules/${id}`)
  expect(clock.planned).toEqual([])
})

test('what cannot start is in the log, and the rest starts', async () => {
  const platform = await startAtMidnight()
  const { call, clock } = platform
  const task = JSON.stringify({ actId: '~tester', name: 'gone' })
  const { data } = (await call('POST /v2/actor-tasks', { body: task })).json
  const { id } = await createSchedule(platform, {
    cronExpression: '@hourly',
    actions: [
      { type: 'RUN_ACTOR_TASK', actorTaskId: data.id },
      { ...RUN, runOptions: { build: 'none' } },
      { ...RUN, runInput: { body: '[1]' } },
      RUN,
    ],
  })
  await call(`DELETE /v2/actor-tasks/${data.id}`)
  clock.set('2027-03-27T01:00:00.000Z')
  await untilRan(platform, 1)
  const notes = (await untilNoted(platform, id, 4)).join('\n')
  expect(notes).toContain(`ERROR Cannot start Actor task "${data.id}": Actor task was not found`)
  expect(notes).toContain('There is no build "none"')
  expect(notes).toContain('must be a JSON object')
})
