import { describe, expect, it } from 'vitest'
import { openAutomation } from '../../support/automation.ts'
import { requestDifferences } from '../../support/request-differences.ts'

const actorId = 'alice/crawler'
const CREATE = 'POST /v2/schedules'
const CHANGE = 'PUT /v2/schedules/:id'
const YEARLY = '0 8 1 1 *'

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
