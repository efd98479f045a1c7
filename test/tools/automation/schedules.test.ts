import { describe, expect, it } from 'vitest'
import { openAutomation } from '../../support/automation.ts'
import { followNext } from '../../support/follow-next.ts'
import { requestDifferences } from '../../support/request-differences.ts'

const actorId = 'alice/crawler'
const CREATE = 'POST /v2/schedules'
const CHANGE = 'PUT /v2/schedules/:id'
const YEARLY = '0 8 1 1 *'
const SECRET = `apify_api_${'x1'.repeat(18)}`
const CEILING = ['--max-run-cost-usd=2']

type Fake = Awaited<ReturnType<typeof openAutomation>>['fake']

function alter({ automation }: Fake, kind: 'tasks' | 'schedules', fields: object) {
  const id = kind === 'tasks' ? 'task1' : 'schedule1'
  automation[kind].set(id, { ...automation[kind].get(id), ...fields, id })
}

describe('save_schedule creates', () => {
  it('a schedule of Actors and tasks, and shows when it runs', async () => {
    const { done, bodies, fake } = await openAutomation()
    const input = { startUrls: [], country: 'C1' }
    const result = await done('save_schedule', {
      name: 'prices',
      title: 'Prices',
      cronExpression: '30 2 29 2 *',
      timezone: 'Europe/Prague',
      actions: [
        { actorId, input, memoryMbytes: 512, maxTotalChargeUsd: 0.5 },
        { taskId: 'nightly', input: { country: 'C2' } },
      ],
    })
    const contentType = 'application/json; charset=utf-8'
    expect(bodies(CREATE)).toEqual([
      {
        name: 'prices',
        title: 'Prices',
        cronExpression: '30 2 29 2 *',
        timezone: 'Europe/Prague',
        isEnabled: true,
        isExclusive: true,
        actions: [
          {
            type: 'RUN_ACTOR',
            actorId: 'actor1',
            runInput: { body: JSON.stringify(input), contentType },
            runOptions: { memoryMbytes: 512, maxTotalChargeUsd: 0.5 },
          },
          { type: 'RUN_ACTOR_TASK', actorTaskId: 'task1', input: { country: 'C2' } },
        ],
      },
    ])
    expect(requestDifferences(fake.sent(CREATE))).toEqual([])
    expect(result).toMatchObject({
      scheduleId: 'schedules-1',
      isEnabled: true,
      nextRuns: Array(3).fill(expect.stringMatching(/^20\d\d-02-29T01:30:00\.000Z$/)),
      actions: [
        { actorId: 'actor1', input, memoryMbytes: 512, maxTotalChargeUsd: 0.5 },
        { taskId: 'task1', input: { country: 'C2' } },
      ],
    })
  })

  it('one at a time that Apify chooses, and promises none', async () => {
    const { done, bodies } = await openAutomation()
    const result = await done('save_schedule', { cronExpression: '@daily', actions: [{ actorId }] })
    expect(result).not.toHaveProperty('nextRuns')
    expect(result.note).toContain('chooses at which time')
    expect(bodies(CREATE)).toMatchObject([
      { timezone: 'UTC', name: expect.stringMatching(/^schedule-/) },
    ])
  })

  const actors = Array(11).fill({ actorId })
  const tasks = Array(11).fill({ taskId: 'nightly' })
  it.each([
    [{ actions: [{ actorId }] }, '`cronExpression` is not given'],
    [{ cronExpression: YEARLY }, '`actions` is not given'],
    [{ cronExpression: YEARLY, actions: [] }, '`actions` is not given'],
    [{ cronExpression: '* * * *', actions: [{ actorId }] }, 'it has 4 fields'],
    [{ cronExpression: '*/5 * * * * *', actions: [{ actorId }] }, 'at least 10 seconds apart'],
    [
      { cronExpression: YEARLY, timezone: 'Europe/Pragua', actions: [{ actorId }] },
      '`Europe/Prague`',
    ],
    [{ cronExpression: YEARLY, actions: actors }, 'at most 10 Actors and 10 tasks'],
    [{ cronExpression: YEARLY, actions: tasks }, '11 with `taskId`'],
    [{ cronExpression: YEARLY, actions: [{ actorId }, {}] }, '`actions[1]`: Neither'],
    [{ cronExpression: YEARLY, actions: [{ actorId, taskId: 'nightly' }] }, '`actions[0]`: Both'],
    [
      { cronExpression: YEARLY, actions: [{ taskId: 'a', build: 'b' }] },
      '`build` is given for a task',
    ],
    [{ scheduleId: 'mornings', timezone: '+02:00' }, 'not an IANA time zone'],
  ])('nothing from %j, and sends nothing', async (args, problem) => {
    const { refused, fake } = await openAutomation()
    expect(await refused('save_schedule', args)).toContain(problem)
    expect(fake.sent('* *')).toEqual([])
  })

  it('ten Actors and ten tasks', async () => {
    const { done } = await openAutomation()
    const actions = [...actors.slice(1), ...tasks.slice(1)]
    expect((await done('save_schedule', { cronExpression: YEARLY, actions })).actions).toHaveLength(
      20,
    )
  })

  it.each([
    [{ actorId: 'alice/nobody' }, 'was not found'],
    [{ taskId: 'nobody' }, 'was not found'],
    [{ actorId, input: { wrong: true } }, 'the schedule was not saved: '],
    [{ taskId: 'nightly', input: { wrong: true } }, 'the schedule was not saved: '],
  ])('nothing with %j', async (action, problem) => {
    const { refused, fake } = await openAutomation()
    const check = (input: object) => ('wrong' in input ? 'Field input.wrong is odd' : undefined)
    fake.catalog.inputChecks.set('alice~crawler', check).set('actor1', check)
    const call = { cronExpression: YEARLY, actions: [action] }
    expect(await refused('save_schedule', call)).toContain(problem)
    expect(fake.sent(CREATE)).toEqual([])
  })
})

describe('save_schedule changes', () => {
  it('only the given fields, by id or name', async () => {
    const { done, bodies, fake } = await openAutomation()
    const off = await done('save_schedule', { scheduleId: 'mornings', isEnabled: false })
    await done('save_schedule', {
      scheduleId: 'schedule1',
      title: 'Mornings',
      timezone: 'Asia/Tokyo',
    })
    expect(bodies(CHANGE)).toEqual([
      { isEnabled: false },
      { title: 'Mornings', timezone: 'Asia/Tokyo' },
    ])
    expect(requestDifferences(fake.sent(CHANGE))).toEqual([])
    expect(off).toMatchObject({ isEnabled: false, note: expect.stringContaining('not enabled') })
    expect(off).not.toHaveProperty('nextRuns')
  })

  it('all actions, if any are given', async () => {
    const { done, bodies } = await openAutomation()
    await done('save_schedule', { scheduleId: 'mornings', actions: [{ taskId: 'task1' }] })
    expect(bodies(CHANGE)).toEqual([
      { actions: [{ type: 'RUN_ACTOR_TASK', actorTaskId: 'task1' }] },
    ])
  })

  it('nothing without a field to change', async () => {
    const { refused, fake } = await openAutomation()
    const error = await refused('save_schedule', { scheduleId: 'mornings' })
    expect(error).toContain('No field of the schedule to change')
    expect(fake.sent(CHANGE)).toEqual([])
  })
})

describe("the operator's ceiling", () => {
  const call = { cronExpression: YEARLY, name: 'a' }

  it('is saved with each Actor, and more is refused', async () => {
    const { done, refused, bodies, fake } = await openAutomation(CEILING)
    const over = { ...call, actions: [{ actorId }, { actorId, maxTotalChargeUsd: 2.5 }] }
    const error = await refused('save_schedule', over)
    expect(error).toContain('`actions[1]`: `maxTotalChargeUsd` of 2.5 is more than')
    expect(error).toContain('so the schedule was not saved')
    expect(fake.sent('* *')).toEqual([])
    await done('save_schedule', {
      ...call,
      actions: [{ actorId }, { actorId, maxTotalChargeUsd: 1 }],
    })
    expect(bodies(CREATE)[0]?.actions).toMatchObject([
      { runOptions: { maxTotalChargeUsd: 2 } },
      { runOptions: { maxTotalChargeUsd: 1 } },
    ])
  })

  it('refuses a task without one, until the task is saved with one', async () => {
    const { done, refused, fake } = await openAutomation(CEILING)
    const schedule = { ...call, actions: [{ taskId: 'nightly' }] }
    const error = await refused('save_schedule', schedule)
    expect(error).toContain('may cost any amount')
    expect(error).toContain('`save_task` with `taskId` `nightly`')
    expect(fake.sent(CREATE)).toEqual([])
    alter(fake, 'tasks', { options: { maxTotalChargeUsd: 3 } })
    expect(await refused('save_schedule', schedule)).toContain('may cost 3 USD')
    await done('save_task', { taskId: 'nightly', maxTotalChargeUsd: 2 })
    await done('save_schedule', schedule)
  })

  it('is written into what an enabled schedule runs already, and nothing else of it changes', async () => {
    const { done, bodies, fake, outputs } = await openAutomation(CEILING)
    const action = { id: 'a1', type: 'RUN_ACTOR', actorId: 'actor1' }
    const runInput = { body: `{"key":"${SECRET}"}`, contentType: 'application/json' }
    const actions = [
      { ...action, runInput, runOptions: { maxTotalChargeUsd: 9, memoryMbytes: 128 } },
      action,
    ]
    alter(fake, 'schedules', { isEnabled: false, actions })
    await done('save_schedule', { scheduleId: 'mornings', title: 'a' })
    expect(bodies(CHANGE)).toEqual([{ title: 'a' }])
    const { note } = await done('save_schedule', { scheduleId: 'mornings', isEnabled: true })
    const runOptions = { maxTotalChargeUsd: 2, memoryMbytes: 128 }
    expect(bodies(CHANGE)[1]).toEqual({
      isEnabled: true,
      actions: [
        { ...action, runInput, runOptions },
        { ...action, runOptions: { maxTotalChargeUsd: 2 } },
      ],
    })
    expect(note).toContain('of 9 was lowered to 2')
    expect(outputs.join()).not.toContain(SECRET)
    await done('save_schedule', { scheduleId: 'mornings', title: 'b' })
    expect(bodies(CHANGE)[2]).toEqual({ title: 'b' })
  })

  it('refuses to enable a schedule of a task that may cost more', async () => {
    const { refused, fake } = await openAutomation(CEILING)
    const actions = [{ id: 'a1', type: 'RUN_ACTOR_TASK', actorTaskId: 'task1' }]
    alter(fake, 'schedules', { isEnabled: false, actions })
    const error = await refused('save_schedule', { scheduleId: 'mornings', isEnabled: true })
    expect(error).toContain('`save_task` with `taskId` `task1`')
    expect(fake.sent(CHANGE)).toEqual([])
  })
})

describe('get_schedule', () => {
  it('shows a schedule by its id or name, with the names of Actors', async () => {
    const { done, fake } = await openAutomation()
    const actor = { id: 'actor1', username: 'alice', name: 'crawler' }
    fake.on('GET /v2/actors', (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ data: { total: 1, items: [actor] } }))
      return undefined
    })
    const byId = await done('get_schedule', { scheduleId: 'schedule1' })
    expect(byId).toMatchObject({
      scheduleId: 'schedule1',
      name: 'mornings',
      timezone: 'Europe/Prague',
      nextRuns: Array(3).fill(expect.stringMatching(/-01-01T07:00:00\.000Z$/)),
      actions: [{ actorId: 'actor1', actorName: actorId, input: { depth: 2 }, memoryMbytes: 512 }],
    })
    for (const scheduleId of ['mornings', 'https://console.apify.com/schedules/schedule1'])
      expect(await done('get_schedule', { scheduleId })).toEqual(byId)
  })

  it('names the nearest of an unknown one', async () => {
    const { refused } = await openAutomation()
    const error = await refused('get_schedule', { scheduleId: 'morning' })
    expect(error).toContain('The schedule "morning" was not found (404).')
    expect(error).toContain('`mornings`')
    const id = 'asdLZtadYvn4mBZmm'
    expect(await refused('get_schedule', { scheduleId: id })).not.toContain('mornings')
  })

  it('redacts a secret in an input that is saved as a text, and what is not JSON too', async () => {
    const { done, fake } = await openAutomation()
    const action = { id: 'a1', type: 'RUN_ACTOR', actorId: 'actor1' }
    const bodies = [JSON.stringify({ key: SECRET }), `key=${SECRET}`]
    alter(fake, 'schedules', { actions: bodies.map((body) => ({ ...action, runInput: { body } })) })
    const { actions } = await done('get_schedule', { scheduleId: 'mornings' })
    expect(JSON.stringify(actions)).not.toContain(SECRET)
    expect(JSON.stringify(actions).match(/apify_api_\[redacted\]/g)).toHaveLength(2)
  })
})

describe('delete_schedule', () => {
  it('returns what it would have done, and then it is gone', async () => {
    const { done, refused, fake } = await openAutomation()
    const { deleted, note } = await done('delete_schedule', { scheduleId: 'mornings' })
    expect(deleted).toMatchObject({
      name: 'mornings',
      cronExpression: YEARLY,
      nextRuns: expect.any(Array),
      actions: [{ actorId: 'actor1', input: { depth: 2 } }],
    })
    expect(note).toContain('do not happen')
    expect(fake.automation.schedules.size).toBe(0)
    expect(await refused('delete_schedule', { scheduleId: 'mornings' })).toContain('was not found')
    expect(fake.sent('DELETE /v2/schedules/:id')).toHaveLength(1)
  })
})

describe('list_schedules', () => {
  it('shows each schedule once, page by page', async () => {
    const { done, fake } = await openAutomation(['--max-result-tokens=500'])
    for (let i = 0; i < 30; i++)
      fake.automation.schedules.set(`s${i}`, {
        id: `s${i}`,
        name: `s-${i}`,
        title: 'x'.repeat(300),
      })
    const pages = await followNext((next) => done('list_schedules', { limit: 12, ...next }))
    const rows = pages.flatMap(({ schedules }) => schedules).map(Object)
    const ids = Array.from({ length: 30 }, (_, i) => `s${29 - i}`)
    expect(rows.map(({ scheduleId }) => scheduleId)).toEqual([...ids, 'schedule1'])
    expect(rows.at(-1)).toMatchObject({ cronExpression: YEARLY, actions: [{ actorId: 'actor1' }] })
  })
})
