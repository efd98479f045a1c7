import type { OffersTool } from '../../tool-call/call-environment.ts'
import type { Caller } from '../../tool-call/caller.ts'
import type { RequestContext } from '../request-context.ts'
import type { ToolList, ToolListOptions } from '../tool-list.ts'
import { cancelTask } from './cancel-task.ts'
import { findRun } from './find-run.ts'
import { listTasks } from './list-tasks.ts'
import { startTask } from './start-task.ts'
import { unknownTask } from './task-error.ts'
import { openTask } from './task-id.ts'
import { type TaskOffer, taskOffer, withTaskSupport } from './task-offer.ts'
import { resultOf } from './task-result.ts'
import { stateOf, type TaskState } from './task-state.ts'

/**
 * Creates the answers about calls that run as tasks, independent of the era. A task is a run: its id says
 * which, and how its result is shown, and the API knows its state, so that this server keeps nothing.
 * All throw a `TaskError` if an id is not one of the caller's, or the API does not answer.
 * @returns undefined if no tool can be called as a task, or calls may be paid for
 */
export function createTaskHandlers(
  list: ToolList,
  { lateTools, ...options }: ToolListOptions & { offers: OffersTool },
): TaskHandlers | undefined {
  // Its id is sealed with the token of the caller, whose place a payment takes.
  if (options.payments) return undefined
  const offer = taskOffer(options.tools, lateTools !== undefined)
  return offer && handlersOf(list, offer, options)
}

export type TaskHandlers = ReturnType<typeof handlersOf>

interface Options extends Omit<ToolListOptions, 'lateTools'> {
  /** Tells which tools errors may name. */
  offers: OffersTool
}

function handlersOf(list: ToolList, offer: TaskOffer, { tools, structured, offers }: Options) {
  const abortRun = tools.find(({ name }) => name === 'abort_run')
  return {
    offer,
    /** Returns listed tools that say which of them can be called as tasks. */
    withTaskSupport: <T extends { name: string }>(listed: readonly T[]) =>
      withTaskSupport(listed, list.isTask),
    /** Returns whether a tool waits for its run, so that its call is better a task. */
    async waits(name: string, signal: AbortSignal): Promise<boolean> {
      const tool = await list.find(name, signal)
      return typeof tool !== 'string' && tool.task?.waits === true
    },
    start: (name: string, args: unknown, context: RequestContext, caller: Caller) =>
      startTask(list, { name, args }, context, { ...caller, offers }),
    /** Returns the state of a task. */
    async get(id: string, context: RequestContext, signal: AbortSignal): Promise<TaskState> {
      const run = await findRun(open(id, context).runId, context.environment, signal)
      return stateOf(id, run, context.environment)
    },
    result: async (id: string, context: RequestContext, caller: Caller) =>
      resultOf(open(id, context), { list, structured }, context, { ...caller, offers }),
    cancel: async (id: string, context: RequestContext, caller: Caller) =>
      cancelTask({ id, runId: open(id, context).runId }, abortRun, context, { ...caller, offers }),
    list: (cursor: string | undefined, { environment }: RequestContext, signal: AbortSignal) =>
      listTasks(cursor, environment, signal),
  }
}

function open(id: string, { environment }: RequestContext) {
  const reference = openTask(id, environment)
  if (!reference) throw unknownTask()
  return reference
}
