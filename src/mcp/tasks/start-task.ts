import { errorText } from '../../exit/fit-message.ts'
import { ToolError } from '../../shared/errors.ts'
import { quoted } from '../../shared/quote.ts'
import type { CallEnvironment } from '../../tool-call/call-environment.ts'
import { callTool } from '../../tool-call/call-tool.ts'
import type { Caller, CallResult } from '../../tool-call/caller.ts'
import { outcomeOf } from '../present.ts'
import type { RequestContext } from '../request-context.ts'
import type { ToolList } from '../tool-list.ts'
import { TaskError } from './task-error.ts'
import { keptLabel, labelOf, markOf, sealTask } from './task-id.ts'
import { stateOf, type TaskState } from './task-state.ts'
import { isTaskTool, startedTask, startTool, type TaskTool } from './task-tools.ts'

/** A call that became a task, or what to say if no run was started. */
export type Started =
  | { task: TaskState; runId: string }
  | { refused: Extract<CallResult, { ok: false }> }

/**
 * Starts the run of a call that is a task.
 * @throws {TaskError} if there is no such tool, or it cannot be called as a task
 */
export async function startTask(
  list: ToolList,
  { name, args }: { name: string; args: unknown },
  { environment, observe }: RequestContext,
  caller: Caller,
): Promise<Started> {
  const tool = await list.find(name, caller.signal)
  if (typeof tool === 'string')
    throw new TaskError('invalid-params', errorText(new ToolError(tool, ''), environment))
  if (!isTaskTool(tool)) throw notAsTask(name)
  const recordOutcome = observe?.(tool.name)
  const [result, label] = await startLabelled(tool, args, environment, caller)
  recordOutcome?.(caller.signal.aborted ? 'cancelled' : outcomeOf(result))
  if (!result.ok) return { refused: result }
  const { run, note } = startedTask.parse(result.structured)
  const state = stateOf(sealTask(run.runId, label, environment), run, environment)
  const statusMessage = [state.statusMessage, note].filter(Boolean).join('. ')
  // Every task begins so, also that of a run that has ended meanwhile.
  return { task: { ...state, status: 'working', statusMessage }, runId: run.runId }
}

function notAsTask(name: string): TaskError {
  return new TaskError(
    'unknown-method',
    `${quoted(name, 60)} cannot be called as a task. Call it without \`task\`.`,
  )
}

async function startLabelled(
  tool: TaskTool,
  args: unknown,
  environment: CallEnvironment,
  caller: Caller,
): Promise<[CallResult, label: string]> {
  let label = ''
  const mark = markOf(environment)
  const starting = startTool(tool, (view) => {
    label = labelOf(tool.name, withoutDefaults(view, tool), mark)
    return keptLabel(tool.name, label, mark)
  })
  return [await callTool(starting, args, environment, caller), label]
}

/** Leaves out what a result shows anyway, so that ids are short. */
function withoutDefaults(view: Record<string, unknown>, { task }: TaskTool) {
  const defaults: Record<string, unknown> = task.view.parse({})
  return Object.fromEntries(
    Object.entries(view).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(defaults[key]),
    ),
  )
}
