import type { ToolError } from '../../shared/errors.ts'
import type { ApiFailure } from '../transport/api-failure.ts'
import type { CallTimes } from '../transport/timeouts.ts'
import { hasEnded, type Run } from '../types/run-types.ts'
import { lostWrite, sendOnce } from './send-once.ts'

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
export function resurrectOnce(
  before: Run,
  times: CallTimes,
  { resurrect, get }: ResurrectRequests,
): Promise<Run> {
  return sendOnce(times, {
    send: () => resurrect(),
    async find(ms) {
      const seen = await get(ms())
      return isResurrected(seen, before) ? seen : undefined
    },
    notFound: (cause) => mayGoOn(before, cause),
  })
}

function isResurrected(seen: Run, before: Run): boolean {
  return !hasEnded(seen) || seen.finishedAt !== before.finishedAt
}

function mayGoOn({ runId, status }: Run, cause: ToolError): ApiFailure {
  return lostWrite(
    `The response to the resurrection of run ${JSON.stringify(runId)} was lost, and the run was still ${status} after that. It may be resurrected later. (${cause.happened})`,
    'Do not resurrect it again before you have looked: `get_run` shows whether it goes on.',
    cause,
  )
}
