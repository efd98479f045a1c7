import { callTool } from '../../tool-call/call-tool.ts'
import type { Caller } from '../../tool-call/caller.ts'
import { type Presented, present } from '../present.ts'
import type { RequestContext } from '../request-context.ts'
import type { ToolList } from '../tool-list.ts'
import { findRun } from './find-run.ts'
import { TaskError } from './task-error.ts'
import type { TaskReference } from './task-id.ts'
import { isTaskTool, resultTool, type TaskTool } from './task-tools.ts'

/** How long a request for a result waits for the end of the run, in seconds, without and with progress. */
const WAIT_SECS = 45
const WAIT_WITH_PROGRESS_SECS = 300

/**
 * Waits until the run of a task has ended, and returns what the call would have returned, which may be an
 * error of its tool.
 * @param structured whether results have structured content beside the text
 * @throws {TaskError} if there is no such run, it goes on, or it cannot be read
 */
export async function resultOf(
  reference: TaskReference,
  { list, structured }: { list: ToolList; structured: boolean },
  { environment }: RequestContext,
  caller: Caller,
): Promise<Presented> {
  const { runId, view } = reference
  const tool = await taskToolOf(reference, list, caller.signal)
  await findRun(runId, environment, caller.signal)
  const waitSecs = caller.progress ? WAIT_WITH_PROGRESS_SECS : WAIT_SECS
  let isEnded = false
  const waiting = resultTool(tool, view, () => {
    isEnded = true
  })
  const result = await callTool(waiting, { runId, waitSecs }, environment, {
    ...caller,
    method: caller.method ?? 'tasks/result',
  })
  if (!result.ok && !isEnded) throw new TaskError('internal', result.text)
  return present(result, structured)
}

async function taskToolOf(
  { tool: name }: TaskReference,
  list: ToolList,
  signal: AbortSignal,
): Promise<TaskTool> {
  const tool = await list.find(name, signal)
  if (typeof tool !== 'string' && isTaskTool(tool)) return tool
  throw new TaskError(
    'invalid-params',
    `This server does not offer the tool of this task, \`${name}\`. Read its run with the tools that there are.`,
  )
}
