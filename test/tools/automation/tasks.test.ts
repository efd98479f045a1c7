import { describe, expect, it } from 'vitest'
import { openAutomation } from '../../support/automation.ts'
import { followNext } from '../../support/follow-next.ts'

const actorId = 'alice/crawler'

describe('get_task', () => {
  it('shows a task by its id, name, or user/name', async () => {
    const { done } = await openAutomation()
    const byId = await done('get_task', { taskId: 'task1' })
    expect(byId).toMatchObject({
      taskId: 'task1',
      name: 'nightly',
      actorName: actorId,
      input: { country: 'C1' },
      memoryMbytes: 1024,
      totalRuns: 7,
    })
    for (const taskId of ['nightly', 'https://console.apify.com/actors/tasks/task1'])
      expect(await done('get_task', { taskId })).toEqual(byId)
  })

  it('fits a large input into the budget, and says so', async () => {
    const { done, fake } = await openAutomation(['--max-result-tokens=600'])
    const task = { ...fake.automation.tasks.get('task1'), id: 'task1' }
    const urls = Array.from({ length: 900 }, (_, i) => `https://example.com/${'a'.repeat(40)}/${i}`)
    fake.automation.tasks.set('task1', {
      ...task,
      input: { urls, code: 'await x()\n'.repeat(2000) },
    })
    const { note, input } = await done('get_task', { taskId: 'task1' })
    expect(note).toContain('shortened')
    expect(JSON.stringify(input).length).toBeLessThan(3000)
  })
})

describe('delete_task', () => {
  it('returns what it was, and then it is gone', async () => {
    const { done, refused, fake } = await openAutomation()
    const { deleted } = await done('delete_task', { taskId: 'nightly' })
    expect(deleted).toMatchObject({ taskId: 'task1', name: 'nightly', actorName: actorId })
    expect(fake.automation.tasks.size).toBe(0)
    const error = await refused('delete_task', { taskId: 'nightly' })
    expect(error).toContain('The task "nightly" was not found')
    expect(fake.sent('DELETE /v2/actor-tasks/:id')).toHaveLength(1)
  })
})

describe('list_tasks', () => {
  it('shows each task once, page by page', async () => {
    const { done, fake } = await openAutomation(['--max-result-tokens=500'])
    for (let i = 0; i < 30; i++)
      fake.automation.tasks.set(`t${i}`, {
        id: `t${i}`,
        name: `task-${i}`,
        actId: 'actor1',
        title: 'x'.repeat(300),
      })
    const pages = await followNext((next) => done('list_tasks', { limit: 12, ...next }))
    const ids = pages.flatMap(({ tasks }) => tasks).map((task) => Object(task).taskId)
    expect(ids).toEqual([...Array.from({ length: 30 }, (_, i) => `t${29 - i}`), 'task1'])
  })

  it('says that there is none', async () => {
    const { done, fake } = await openAutomation()
    fake.automation.tasks.clear()
    expect(await done('list_tasks', {})).toMatchObject({ tasks: [], note: 'There is no task.' })
  })
})
