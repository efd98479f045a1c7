import { describe, expect, test } from 'vitest'
import { connect, keepCoverage } from '../../support/local-platform/client.ts'
import { startPlatform } from '../../support/local-platform/platform.ts'

const DAILY = { name: 'daily', cronExpression: '@daily', timezone: 'Europe/Prague' } as const
const RUN = { type: 'RUN_ACTOR', actorId: 'local/tester' }

describe("schedules, with Apify's own client and API description", () => {
  test('create, get, list, update, log and delete', async () => {
    const { client, platform } = await connect()
    const actor = await client.actor('local/tester').get()
    const task = await client.tasks().create({ actId: 'local/tester', name: 'my-task' })
    const made = await client.schedules().create({
      ...DAILY,
      isEnabled: true,
      isExclusive: false,
      title: 'Every day',
      description: 'Reads prices',
      actions: [
        {
          type: 'RUN_ACTOR' as never,
          actorId: 'local/tester',
          runInput: { body: '{"a":1}', contentType: 'application/json' },
          runOptions: { build: 'latest', timeoutSecs: 60, memoryMbytes: 512 },
        },
        { type: 'RUN_ACTOR_TASK' as never, actorTaskId: 'local/my-task', input: { b: 2 } },
      ] as never,
    })
    expect(made).toMatchObject({
      ...DAILY,
      isEnabled: true,
      isExclusive: false,
      title: 'Every day',
      description: 'Reads prices',
      lastRunAt: null,
      actions: [
        { type: 'RUN_ACTOR', actorId: actor?.id, runOptions: { memoryMbytes: 512 } },
        { type: 'RUN_ACTOR_TASK', actorTaskId: task.id, input: { b: 2 } },
      ],
    })
    const schedule = client.schedule(made.id)
    expect(await schedule.get()).toEqual(made)
    const { items, total } = await client.schedules().list({ desc: true })
    expect([items[0]?.id, total]).toEqual([made.id, 1])
    expect(items[0]?.actions).toEqual(
      made.actions.map((action) => {
        const {
          runInput: _,
          runOptions: __,
          input: ___,
          ...rest
        } = { runInput: 0, runOptions: 0, input: 0, ...action }
        return rest
      }),
    )

    // What a client has read it can send back.
    const same = await schedule.update({ actions: made.actions })
    expect(same.actions).toEqual(made.actions)
    const changed = await schedule.update({ isEnabled: false, title: null as never })
    expect(changed).toMatchObject({ isEnabled: false, nextRunAt: null, title: null, ...DAILY })
    expect(changed.description).toBe('Reads prices')
    const enabled = await schedule.update({ isEnabled: true, cronExpression: '0 0 1 1 *' })
    expect(new Date(enabled.nextRunAt ?? '').toISOString()).toMatch(/^\d{4}-12-31T23:00:00\.000Z$/)
    expect(await schedule.getLog()).toEqual([])
    const { json } = await platform.call('GET /v2/users/me/limits')
    expect(json.data.current.scheduleCount).toBe(1)

    await schedule.delete()
    expect(await schedule.get()).toBeUndefined()
    await expect(schedule.update({ isEnabled: true })).rejects.toThrow('Schedule was not found')
  })

  keepCoverage('schedules.test.ts')
})

test('a new schedule needs no more than a time', async () => {
  const { call, baseUrl } = await startPlatform()
  const body = '{"cronExpression":"0 8 * * 1","name":null,"actions":null}'
  const { status, headers, json } = await call('POST /v2/schedules', { body })
  const { id, name } = json.data
  expect([status, name]).toEqual([201, `schedule-${id}`])
  expect(headers.get('location')).toBe(`${baseUrl}/v2/schedules/${id}`)
  expect(json.data).toMatchObject({
    isEnabled: true,
    isExclusive: true,
    timezone: 'UTC',
    actions: [],
    title: null,
  })
})

const many = (action: object, count: number) => Array.from({ length: count }, () => action)

test.each<[string, object | string, number, string, string]>([
  ['no JSON', '{', 400, 'invalid-request', 'JSON'],
  ['no time', {}, 400, 'cron-expression-invalid', 'five fields'],
  ['a bad time', { cronExpression: '61 * * * *' }, 400, 'cron-expression-invalid', '61'],
  ['too often', { cronExpression: '* * * * * *' }, 400, 'cron-expression-invalid', '10 seconds'],
  ['a bad zone', { ...DAILY, timezone: 'Mars' }, 400, 'invalid-value', '"Mars" is not a time zone'],
  ['a bad name', { ...DAILY, name: 'a b' }, 400, 'invalid-value', 'name'],
  ['a name twice', { ...DAILY, name: 'taken' }, 409, 'schedule-name-not-unique', '"taken" already'],
  ['11 Actors', { ...DAILY, actions: many(RUN, 11) }, 400, 'invalid-value', 'at most 10 Actors'],
  [
    'an unknown Actor',
    { ...DAILY, actions: [{ ...RUN, actorId: 'none' }] },
    404,
    'schedule-actor-not-found',
    'Actor was not found',
  ],
  [
    'an unknown task',
    { ...DAILY, actions: [{ type: 'RUN_ACTOR_TASK', actorTaskId: 'none' }] },
    404,
    'schedule-actor-task-not-found',
    'Actor task was not found',
  ],
  [
    'an unknown action',
    { ...DAILY, actions: [{ type: 'REST' }] },
    400,
    'invalid-request',
    'actions[0].type',
  ],
  [
    'a bad option',
    { ...DAILY, actions: [{ ...RUN, runOptions: { timeoutSecs: -1 } }] },
    400,
    'invalid-request',
    'timeoutSecs',
  ],
])('%s is refused, for a new schedule and for another', async (_, given, status, type, part) => {
  const { call } = await startPlatform()
  const taken = JSON.stringify({ ...DAILY, name: 'taken' })
  await call('POST /v2/schedules', { body: taken })
  const other = (await call('POST /v2/schedules', { body: JSON.stringify(DAILY) })).json.data
  const body = typeof given === 'string' ? given : JSON.stringify(given)
  // Nothing is missing in a change.
  const targets = [
    'POST /v2/schedules',
    ...(body === '{}' ? [] : [`PUT /v2/schedules/${other.id}`]),
  ]
  for (const target of targets) {
    const answer = await call(target, { body })
    expect([answer.status, answer.json.error.type]).toEqual([status, type])
    expect(answer.json.error.message).toContain(part)
  }
  expect((await call(`GET /v2/schedules/${other.id}`)).json.data).toEqual(other)
  expect((await call('GET /v2/schedules')).json.data.total).toBe(2)
})

test('ten Actors and ten tasks are allowed', async () => {
  const { call } = await startPlatform()
  const task = { actId: 'local~tester', name: 'task' }
  await call('POST /v2/actor-tasks', { body: JSON.stringify(task) })
  const tasks = many({ type: 'RUN_ACTOR_TASK', actorTaskId: '~task' }, 10)
  const body = JSON.stringify({ ...DAILY, actions: [...many(RUN, 10), ...tasks] })
  const { status, json } = await call('POST /v2/schedules', { body })
  expect(status).toBe(201)
  const ids = json.data.actions.map(({ id }: { id: string }) => id)
  expect(new Set(ids).size).toBe(20)
})
