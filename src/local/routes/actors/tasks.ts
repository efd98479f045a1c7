import { z } from 'zod'
import { describeTask, describeTaskShort, type Task, taskChange } from '../../actors/tasks.ts'
import { readJsonAs } from '../../http/json-body.ts'
import { created, data, json, noContent } from '../../http/reply.ts'
import { mount, type ResourceRoute, type Route } from '../../http/router.ts'
import { paginate } from '../../page.ts'
import type { Services } from '../../services.ts'
import { startTask } from '../runs/run-start.ts'
import { listRuns, startAndWait } from '../runs/runs.ts'

const newTask = taskChange.extend({ actId: z.string() })

const input = z.record(z.string(), z.unknown())

const rows: ResourceRoute<Task>[] = [
  {
    method: 'GET',
    path: '',
    handler: async (task, _request, services) => data(await describe(task, services)),
  },
  {
    method: 'PUT',
    path: '',
    handler: async (task, request, services) => {
      const changed = await services.tasks.update(
        task,
        await readJsonAs(taskChange, request.message),
      )
      return data(await describe(changed, services))
    },
  },
  {
    method: 'DELETE',
    path: '',
    handler: async (task, _request, { tasks }) => {
      await tasks.delete(task)
      return noContent()
    },
  },
  { method: 'GET', path: '/input', handler: (task) => json(task.input ?? {}) },
  {
    method: 'PUT',
    path: '/input',
    handler: async (task, request, { tasks }) => {
      const change = await readJsonAs(input, request.message)
      const changed = await tasks.update(task, { input: { ...task.input, ...change } })
      return json(changed.input ?? {})
    },
  },
  {
    method: 'GET',
    path: '/runs',
    handler: ({ id }, { query }, { runs }) => listRuns(query, runs.lists, { taskId: id }),
  },
  {
    method: 'POST',
    path: '/runs',
    handler: (_task, request, services) => startAndWait(startTask, request, services),
  },
]

export const taskRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v2/actor-tasks',
    handler: async ({ query }, { tasks, actors, runs }) => {
      const known = await actors.list()
      const page = paginate(await tasks.list(), query.page())
      const items = page.items.map(async (task) => {
        const actor = known.find(({ id }) => id === task.actId)
        const { count } = await runs.lists.statsOf({ taskId: task.id })
        return describeTaskShort(task, actor?.name ?? null, count)
      })
      return data({ ...page, items: await Promise.all(items) })
    },
  },
  {
    method: 'POST',
    path: '/v2/actor-tasks',
    handler: async (request, services) => {
      const { actId, ...given } = await readJsonAs(newTask, request.message)
      const actor = await services.actors.get(actId)
      const task = await services.tasks.create(actor.id, given)
      return created(
        await describe(task, services),
        `${services.baseUrl}/v2/actor-tasks/${task.id}`,
      )
    },
  },
  ...mount(
    '/v2/actor-tasks/:actorTaskId',
    ({ param }, { tasks }) => tasks.get(param('actorTaskId')),
    rows,
  ),
]

async function describe(task: Task, { runs }: Services) {
  const { count } = await runs.lists.statsOf({ taskId: task.id })
  return describeTask(task, count)
}
