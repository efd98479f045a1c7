import type { z } from 'zod'
import { createOnce } from '../delivery/create-once.ts'
import type { Requester } from '../transport/requester.ts'
import { resourceId } from '../transport/resource-paths.ts'
import type { ListRange } from '../types/list-range.ts'
import {
  type ApiTask,
  apiTask,
  apiTaskList,
  type NewTask,
  type TaskChange,
} from '../types/task-types.ts'
import type { FindNamed } from './find-named.ts'
import { change, explainTaken, jsonBody, lookup, onceOnly, remove } from './saved-objects.ts'
import type { StartRules } from './start-rules.ts'

const COLLECTION = '/v2/actor-tasks'
const taskPath = (taskId: string) => `${COLLECTION}/${resourceId('taskId', taskId)}`

/** Returns the endpoints of tasks: Actors with saved input and options. */
export function taskEndpoints(
  requester: Requester,
  named: FindNamed,
  rules: StartRules | undefined,
) {
  const read: ReadTask = (taskId, method) => {
    const resource = { kind: 'task', id: taskId } as const
    return named.find(resource, (id) =>
      requester[method](apiTask, { method: 'GET', path: taskPath(id), resource }),
    )
  }

  return {
    ...taskChanges(requester, read, rules),

    /** GET /v2/actor-tasks/:id */
    getTask: (taskId: string): Promise<ApiTask> => read(taskId, 'data'),

    /** GET /v2/actor-tasks, newest first */
    listTasks: (range: ListRange): Promise<z.output<typeof apiTaskList>> =>
      requester.data(apiTaskList, {
        method: 'GET',
        path: COLLECTION,
        query: { ...range, desc: true },
        resource: { kind: 'account' },
      }),
  }
}

/** Reads a task by its ID or name: without secrets, or as it is stored. */
type ReadTask = (taskId: string, method: 'data' | 'storedData') => Promise<ApiTask>

/** What a refusal of its Actor means. */
const NOT_SAVED = 'the task was not saved'

function taskChanges(requester: Requester, read: ReadTask, rules: StartRules | undefined) {
  return {
    /**
     * POST /v2/actor-tasks. One call creates one task: if the response is lost, it is looked up by its name.
     * @throws {ApiFailure} if the name is taken, or nobody knows whether the task was created
     */
    async createTask(task: NewTask): Promise<ApiTask> {
      await rules?.allowed(task.actId, NOT_SAVED)
      const resource = { kind: 'task', id: task.name } as const
      const { publicConfig: _, ...sent } = task
      const created = await createOnce({ kind: 'task', name: task.name, sent }, requester, {
        create: () =>
          requester.storedData(apiTask, {
            ...onceOnly(requester),
            path: COLLECTION,
            resource,
            ...jsonBody(task),
          }),
        find: (ms) =>
          requester.storedData(apiTask, {
            ...lookup(ms),
            path: taskPath(`~${task.name}`),
            resource,
          }),
      }).catch(explainTaken('task'))
      return requester.redactor.value(created)
    },

    /**
     * PUT /v2/actor-tasks/:id
     * @param changeOf returns what to change of the task as it is stored, with the secrets that it may hold
     */
    async updateTask(
      taskId: string,
      changeOf: (stored: ApiTask) => Promise<TaskChange>,
    ): Promise<ApiTask> {
      const stored = await read(taskId, 'storedData')
      await rules?.allowed(stored.actId, NOT_SAVED)
      const resource = { kind: 'task', id: taskId } as const
      const fields = await changeOf(stored)
      return change(requester, apiTask, { path: taskPath(stored.id), resource, fields }).catch(
        explainTaken('task'),
      )
    },

    /** DELETE /v2/actor-tasks/:id. @param task as it was read before */
    deleteTask: ({ id }: ApiTask): Promise<void> =>
      remove(requester, taskPath(id), { kind: 'task', id }),
  }
}
