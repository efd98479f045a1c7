import type { Apify } from '../../apify/types/apify.ts'
import type { Run } from '../../apify/types/run-types.ts'
import { errorText } from '../../exit/fit-message.ts'
import {
  CALL_TIMEOUT_SECS,
  type CallEnvironment,
  scopeOf,
} from '../../tool-call/call-environment.ts'
import { TaskError, unknownTask } from './task-error.ts'

/**
 * Returns the run of a task.
 * @throws {TaskError} if there is no such run, or it cannot be read
 */
export async function findRun(
  runId: string,
  environment: CallEnvironment,
  signal: AbortSignal,
): Promise<Run> {
  const run = await askApi(environment, signal, (apify) => apify.findRun(runId))
  if (!run) throw unknownTask()
  return run
}

/**
 * Asks the API something, within the time of a call.
 * @throws {TaskError} if it does not answer
 */
export async function askApi<T>(
  environment: CallEnvironment,
  signal: AbortSignal,
  ask: (apify: Apify) => Promise<T>,
): Promise<T> {
  const seconds = environment.deadlineSecs ?? CALL_TIMEOUT_SECS
  try {
    return await ask(await environment.connect(scopeOf(seconds * 1000, signal)))
  } catch (error) {
    throw new TaskError('internal', errorText(error, environment))
  }
}
