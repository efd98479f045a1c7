import { describe, expect, it } from 'vitest'
import { CALL, connectAccount, seedWorking } from '../../support/task-account.ts'

describe('a person', () => {
  const args = ['--confirm=paid,write']

  it('confirms the start of a task, and its end', async () => {
    const { fake, starts } = await seedWorking()
    const questions: string[] = []
    const onQuestion = (question: string) => {
      questions.push(question)
      return 'accept' as const
    }
    const { start, tasks } = await connectAccount(fake, { args, onQuestion })
    const { taskId } = await start('run_actor_sync', CALL)
    expect(await tasks.cancelTask(taskId)).toMatchObject({ status: 'cancelled' })
    expect(questions).toEqual([
      'Run Actor "alice/crawler" with an input of 11 bytes? There is no limit on its cost. Input: {"depth":2}',
      'Abort run "alice~crawler-0"? This cannot be undone.',
    ])
    expect(starts('alice~crawler')).toBe(1)
  })

  it('who says no has nothing started and nothing aborted', async () => {
    const { fake, starts } = await seedWorking()
    let says: 'accept' | 'decline' = 'decline'
    const { start, tasks } = await connectAccount(fake, { args, onQuestion: () => says })
    await expect(start('run_actor', CALL)).rejects.toThrow(/declined; nothing was started/)
    expect(starts('alice~crawler')).toBe(0)
    says = 'accept'
    const { taskId } = await start('run_actor', CALL)
    says = 'decline'
    await expect(tasks.cancelTask(taskId)).rejects.toThrow(/declined; nothing was changed/)
    expect(await tasks.getTask(taskId)).toMatchObject({ status: 'working' })
  })

  it('who cannot be asked has nothing started', async () => {
    const { fake, starts } = await seedWorking()
    const { start } = await connectAccount(fake, { args })
    await expect(start('run_actor', CALL)).rejects.toThrow(/--confirm-fallback=allow/)
    expect(starts('alice~crawler')).toBe(0)
  })
})
