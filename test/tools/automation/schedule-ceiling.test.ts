import { describe, expect, it } from 'vitest'
import { openAutomation } from '../../support/automation.ts'

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
