import { describe, expect, it } from 'vitest'
import { RUN, seed } from '../../support/seeded-server.ts'
import { connectAccount } from '../../support/task-account.ts'

describe('the list of tasks', () => {
  it('has each run that was started as one, page by page, and no other', async () => {
    const fake = await seed()
    const labels = ['run_actor', 'run_actor_sync'].map((name) =>
      Buffer.from(JSON.stringify([name])).toString('base64url'),
    )
    const expected: string[] = []
    for (let index = 0; index < 250; index++) {
      const label = labels[index % 5]
      const id = `run${String(index).padStart(4, '0')}`
      if (label) expected.unshift(`${id}.${label}`)
      const userAgent = `apify-agent-tools/1 start/${index}${label ? ` task/${label}` : ''}`
      const startedAt = new Date(Date.UTC(2026, 0, 3) + index * 1000).toISOString()
      fake.setRun({ ...RUN, id, startedAt, meta: { userAgent: index % 7 ? userAgent : null } })
    }
    fake.setRun({ ...RUN, id: 'odd', meta: { userAgent: 'x task/!! task/abc' } })
    const { tasks } = await connectAccount(fake)
    const found: string[] = []
    let cursor: string | undefined
    let pages = 0
    do {
      const page = await tasks.listTasks(cursor)
      found.push(...page.tasks.map(({ taskId }) => taskId.replace(/\.[^.]*$/, '')))
      cursor = page.nextCursor
      pages++
    } while (cursor)
    expect(pages).toBe(3)
    const known = (id: string) => Number(id.slice(3, 7)) % 7 > 0
    expect(found).toEqual(expected.filter(known))
    expect(found.length).toBeGreaterThan(50)
    const [first] = (await tasks.listTasks()).tasks
    expect(await tasks.getTask(first?.taskId ?? '')).toMatchObject({ status: 'completed' })
  })
})
