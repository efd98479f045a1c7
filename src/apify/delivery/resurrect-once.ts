import { setTimeout as sleep } from 'node:timers/promises'
import { type ToolError, toToolError } from '../../shared/errors.ts'
import { ApiFailure, isAmbiguous } from '../transport/api-failure.ts'
import { type CallTimes, lookupAttempts } from '../transport/timeouts.ts'
import { hasEnded, type Run } from '../types/run-types.ts'

/** The requests of a resurrection; `ms` is how long a lookup may take. */
export interface ResurrectRequests {
  resurrect(): Promise<Run>
  get(ms: number): Promise<Run>
}

/**
 * Resurrects a run exactly once. If the response is lost, the run itself says whether it happened: it goes
 * on, or has ended at another time.
 * @param before the run as it had ended
 * @throws {ApiFailure} says that the run may go on again, if it does not yet
 */
export async function resurrectOnce(
  before: Run,
  times: CallTimes,
  { resurrect, get }: ResurrectRequests,
): Promise<Run> {
  times.signal.throwIfAborted()
  try {
    return await resurrect()
  } catch (error) {
    if (error !== times.signal.reason && !isAmbiguous(error)) throw error
    for (const { pause, ms } of lookupAttempts(times)) {
      await sleep(pause, undefined, { signal: times.signal }).catch(() => {})
      if (times.signal.aborted) break
      const seen = await get(ms()).catch(() => undefined)
      if (seen && isResurrected(seen, before)) return seen
    }
    throw mayGoOn(before, toToolError(times.signal.aborted ? times.signal.reason : error))
  }
}

function isResurrected(seen: Run, before: Run): boolean {
  return !hasEnded(seen) || seen.finishedAt !== before.finishedAt
}

function mayGoOn({ runId, status }: Run, cause: ToolError): ApiFailure {
  return new ApiFailure(
    `The response to the resurrection of run ${JSON.stringify(runId)} was lost, and the run was still ${status} after that. It may be resurrected later. (${cause.happened})`,
    'Do not resurrect it again before you have looked: `get_run` shows whether it goes on.',
    'lost',
    undefined,
    undefined,
    { cause },
  )
}
