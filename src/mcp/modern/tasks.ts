import {
  CLIENT_CAPABILITIES_META_KEY,
  MissingRequiredClientCapabilityError,
  type Result,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { Caller } from '../../tool-call/caller.ts'
import { present } from '../present.ts'
import type { RequestContext } from '../request-context.ts'
import type { TaskHandlers } from '../tasks/task-handlers.ts'
import { TASKS_EXTENSION } from '../tasks/task-offer.ts'
import type { TaskState } from '../tasks/task-state.ts'
import { takesForms } from './ask-by-retry.ts'
import { callerOf } from './caller.ts'

/** What a result says that is a task, in place of that of the tool. */
const TASK = 'task'

const knowing = z.object({
  [CLIENT_CAPABILITIES_META_KEY]: z.object({
    extensions: z.object({ [TASKS_EXTENSION]: z.looseObject({}) }),
  }),
})

/**
 * Why a client that can be asked is not: in MCP 2026-07-28 a question is the result of a call, a prompt or a
 * resource, and `tasks/cancel` has no other result than that it was received.
 */
const ONLY_IN_CALLS: Caller['cannotAsk'] = {
  reason: 'MCP 2026-07-28 has no way to ask during `tasks/cancel`',
  remedy: 'Call `abort_run` with the `runId`, the first part of the id of the task',
}

/** Returns whether the client of a request takes a task for a result. */
export function knowsTasks({ mcpReq: { envelope } }: ServerContext): boolean {
  return knowing.safeParse(envelope).success
}

/** Starts the run of a call and returns it as a task, or says why none was started. */
export async function startOrRefuse(
  tasks: TaskHandlers,
  params: { name: string; arguments?: unknown },
  requestContext: RequestContext,
  caller: Caller,
) {
  const started = await tasks.start(params.name, params.arguments, requestContext, caller)
  if ('refused' in started) return present(started.refused, false)
  return { resultType: TASK, ...shown(started.task), content: [] }
}

/** Removes the empty content of a result that is a task. */
export function withoutContent(result: Result): Result {
  if (result.resultType !== TASK) return result
  const { content: _, ...task } = result
  return task
}

const named = z.object({ taskId: z.string() })

/**
 * Registers the answers about tasks. No revision without a handshake lists tasks, and none of these tasks
 * asks for anything while it runs.
 */
export function serveTasks(
  server: Server,
  tasks: TaskHandlers,
  requestContext: RequestContext,
): void {
  server.setRequestHandler('tasks/get', { params: named }, ({ taskId }, context) =>
    guard(context, () => getTask(taskId, tasks, requestContext, callerOf(context, requestContext))),
  )
  server.setRequestHandler('tasks/update', { params: named }, ({ taskId }, context) =>
    guard(context, async () => {
      await tasks.get(taskId, requestContext, context.mcpReq.signal)
      return {}
    }),
  )
  server.setRequestHandler('tasks/cancel', { params: named }, ({ taskId }, context) =>
    guard(context, async () => {
      const caller = callerOf(context, requestContext)
      const cannotAsk = takesForms(context) ? ONLY_IN_CALLS : undefined
      await tasks.cancel(taskId, requestContext, { ...caller, cannotAsk })
      return {}
    }),
  )
}

/** Returns a task, and with it its result, which this revision has no other request for. */
async function getTask(
  taskId: string,
  tasks: TaskHandlers,
  requestContext: RequestContext,
  caller: Caller,
) {
  const state = await tasks.get(taskId, requestContext, caller.signal)
  if (state.status !== 'completed' && state.status !== 'failed') return shown(state)
  const called = await tasks.result(taskId, requestContext, { ...caller, method: 'tasks/get' })
  const result = { ...called, resultType: 'complete' }
  // A run that failed has a result. Here `failed` is only for calls that ended in an error of JSON-RPC.
  return { ...shown(state), status: 'completed', result }
}

async function guard<T>(context: ServerContext, answer: () => Promise<T>): Promise<T> {
  if (!knowsTasks(context)) {
    const requiredCapabilities = { extensions: { [TASKS_EXTENSION]: {} } }
    throw new MissingRequiredClientCapabilityError({ requiredCapabilities })
  }
  return answer()
}

/** Writes a task as the extension does. It lives as long as its run, which this server never deletes. */
function shown({ pollMs, ...state }: TaskState) {
  return { ...state, ttlMs: null, pollIntervalMs: pollMs }
}
