import { describe, expect, it } from 'vitest'
import { openAutomation } from '../../support/automation.ts'
import { followNext } from '../../support/follow-next.ts'

const actorId = 'alice/crawler'
const YEARLY = '0 8 1 1 *'
const SECRET = `apify_api_${'x1'.repeat(18)}`

type Fake = Awaited<ReturnType<typeof openAutomation>>['fake']

function alter({ automation }: Fake, kind: 'tasks' | 'schedules', fields: object) {
  const id = kind === 'tasks' ? 'task1' : 'schedule1'
  automation[kind].set(id, { ...automation[kind].get(id), ...fields, id })
}

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
