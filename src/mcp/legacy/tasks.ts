import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import {
  type CallToolRequest,
  CancelTaskRequestSchema,
  GetTaskPayloadRequestSchema,
  GetTaskRequestSchema,
  ListTasksRequestSchema,
  RELATED_TASK_META_KEY,
} from '@modelcontextprotocol/sdk/types.js'
import type { Caller } from '../../tool-call/caller.ts'
import type { RequestContext } from '../request-context.ts'
import { TaskError } from '../tasks/task-error.ts'
import type { TaskHandlers } from '../tasks/task-handlers.ts'
import type { TaskState } from '../tasks/task-state.ts'
import { callerOf } from './caller.ts'
import type { Revision } from './hide-tasks.ts'

/** The key of what a model gets in place of the result that is still to come. */
const IMMEDIATE_RESPONSE = 'io.modelcontextprotocol/model-immediate-response'

/**
 * Starts the run of a call that is a task.
 * @throws {TaskError} if no run was started, or it is unknown whether one was
 */
export async function createTask(
  tasks: TaskHandlers,
  params: CallToolRequest['params'],
  requestContext: RequestContext,
  caller: Caller,
) {
  const started = await tasks.start(params.name, params.arguments, requestContext, caller)
  if ('refused' in started) throw new TaskError('internal', started.refused.text)
  const { task, runId } = started
  const response = `Run ${runId} was started as a task, and its result comes when it ends. Do not start it again.`
  return { task: shown(task), _meta: { [IMMEDIATE_RESPONSE]: response } }
}

/**
 * Registers the answers about tasks, as far as they are offered.
 * @param hasSession whether more than one request comes over the transport
 */
export function serveTasks(
  server: Server,
  tasks: TaskHandlers,
  requestContext: RequestContext,
  { revision, hasSession }: { revision: Revision; hasSession: boolean },
): void {
  const guard = <T>(answer: () => Promise<T>): Promise<T> =>
    revision.hasTasks ? answer() : Promise.reject(notFound())
  server.setRequestHandler(GetTaskRequestSchema, ({ params: { taskId } }, { signal }) =>
    guard(async () => shown(await tasks.get(taskId, requestContext, signal))),
  )
  server.setRequestHandler(GetTaskPayloadRequestSchema, ({ params: { taskId, _meta } }, extra) =>
    guard(async () => ({
      ...(await tasks.result(taskId, requestContext, callerOf(server, _meta, extra, hasSession))),
      _meta: { [RELATED_TASK_META_KEY]: { taskId } },
    })),
  )
  if (tasks.offer.cancel)
    server.setRequestHandler(CancelTaskRequestSchema, ({ params: { taskId, _meta } }, extra) =>
      guard(async () => {
        const caller = callerOf(server, _meta, extra, hasSession)
        const { state, hadEnded } = await tasks.cancel(taskId, requestContext, caller)
        if (hadEnded) throw tooLate(state)
        return shown(state)
      }),
    )
  if (tasks.offer.list)
    server.setRequestHandler(ListTasksRequestSchema, ({ params }, { signal }) =>
      guard(async () => {
        const page = await tasks.list(params?.cursor, requestContext, signal)
        return { ...page, tasks: page.tasks.map(shown) }
      }),
    )
}

/** Writes a task as this revision does. It lives as long as its run, which this server never deletes. */
function shown({ pollMs, ...state }: TaskState) {
  return { ...state, ttl: null, pollInterval: pollMs }
}

function tooLate({ statusMessage }: TaskState): TaskError {
  return new TaskError('invalid-params', `It is too late to cancel the task. ${statusMessage}`)
}

/** Returns the error that the SDK gives for a method without a handler. */
function notFound(): TaskError {
  return new TaskError('unknown-method', 'Method not found')
}
