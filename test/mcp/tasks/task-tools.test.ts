import { describe, expect, it } from 'vitest'
import type { Run, StartOptions } from '../../../src/apify/types/run-types.ts'
import { isTaskTool, resultTool, startTool } from '../../../src/mcp/tasks/task-tools.ts'
import { tools } from '../../../tools/index.ts'
import { callHandler } from '../../support/call-handler.ts'

const RUN: Run = { runId: 'run1', status: 'RUNNING', startedAt: '2026-01-02T03:04:05.000Z' }

const taskTools = tools.filter(isTaskTool)
const runActor = taskTools.find(({ name }) => name === 'run_actor')
const sync = taskTools.find(({ name }) => name === 'run_actor_sync')

it('tools that start runs, and no others, can be called as tasks', () => {
  expect(taskTools.map(({ name, task }) => [name, task.waits])).toEqual([
    ['run_actor', false],
    ['run_actor_sync', true],
  ])
})

describe('a tool that only starts', () => {
  it('labels the run with what its result shows, and waits for nothing', async () => {
    if (!sync) throw new Error('There is no such tool.')
    const views: unknown[] = []
    const started: [unknown, StartOptions][] = []
    const tool = startTool(sync, (view) => {
      views.push(view)
      return 'label'
    })
    const args = { actorId: 'a/b', input: { x: 1 }, waitSecs: 300, fields: ['a', 'b'], limit: 5 }
    const { result } = await callHandler(tool, args, {
      apify: {
        startRun: async (target, _, options) => {
          started.push([target, options])
          return RUN
        },
      },
    })
    expect(result).toEqual({ run: RUN })
    expect(views).toEqual([{ fields: ['a', 'b'], limit: 5 }])
    expect(started).toEqual([[{ actorId: 'a/b' }, { taskLabel: 'label' }]])
  })
})

describe('a tool that waits for a result', () => {
  const waiting = { runId: 'run1', waitSecs: 45 }

  it('gives up when the run goes on, and says how to go on', async () => {
    if (!runActor) throw new Error('There is no such tool.')
    const apify = { getRun: async () => RUN, waitForRun: async (run: Run) => run }
    const call = callHandler(resultTool(runActor, {}), waiting, { apify })
    await expect(call).rejects.toThrow(
      'Run run1 is still RUNNING after 45 s; it continues. Poll with `tasks/get`, and ask for the result when it has ended.',
    )
  })

  it('pays no attention to arguments that it does not know', async () => {
    if (!runActor) throw new Error('There is no such tool.')
    const ended = { ...RUN, status: 'SUCCEEDED' }
    const apify = { getRun: async () => RUN, waitForRun: async () => ended }
    const view = { limit: 'many', format: 7 }
    const { result } = await callHandler(resultTool(runActor, view), waiting, { apify })
    expect(result).toMatchObject({ runId: 'run1', status: 'SUCCEEDED' })
  })
})
