import { hasEnded } from '../../apify/types/run-types.ts'
import { callTool } from '../../tool-call/call-tool.ts'
import type { Caller } from '../../tool-call/caller.ts'
import type { Tool } from '../../tool-call/tool.ts'
import { outcomeOf } from '../present.ts'
import type { RequestContext } from '../request-context.ts'
import { findRun } from './find-run.ts'
import { TaskError } from './task-error.ts'
import { stateOf, type TaskState, taskRun } from './task-state.ts'

/** What became of a task that was to be cancelled. `hadEnded`: it was too late. */
export interface Cancelled {
  state: TaskState
  hadEnded: boolean
}

/**
 * Aborts the run of a task by the tool for this, after the confirmation that it needs.
 * @param abortRun undefined if it is not offered
 * @throws {TaskError} if there is no such run, or it may not or cannot be aborted
 */
export async function cancelTask(
  { id, runId }: { id: string; runId: string },
  abortRun: Tool | undefined,
  { environment, observe }: RequestContext,
  caller: Caller,
): Promise<Cancelled> {
  if (!abortRun)
    throw new TaskError('unknown-method', 'This server aborts no runs, so it cancels no tasks.')
  const before = await findRun(runId, environment, caller.signal)
  if (hasEnded(before)) return { state: stateOf(id, before, environment), hadEnded: true }
  const recordOutcome = observe?.(abortRun.name)
  const result = await callTool(abortRun, { runId }, environment, {
    ...caller,
    method: 'tasks/cancel',
  })
  recordOutcome?.(caller.signal.aborted ? 'cancelled' : outcomeOf(result))
  if (!result.ok) throw new TaskError('invalid-request', result.text)
  const state = stateOf(id, taskRun.parse(result.structured), environment)
  const hadEnded = state.status === 'completed' || state.status === 'failed'
  return { state: hadEnded ? state : { ...state, status: 'cancelled' }, hadEnded }
}
