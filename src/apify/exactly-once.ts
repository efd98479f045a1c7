import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { ApiFailure } from './failure.ts'
import type { apiRun, apiRunList } from './types.ts'

/** How long a start may take before its answer counts as lost; leaves time to look for the run. */
export const START_MS = 25_000
/** Newest runs of the Actor among which a start is looked for. */
const LOOK_AT_RUNS = 100
/** Lists of runs lag behind starts, so a run that is not there yet is looked for again after these. */
const LOOK_AGAIN_MS = [250, 500, 1000, 2000, 4000]
/** How far this machine's clock may be ahead of Apify's, in milliseconds. */
const CLOCK_SKEW_MS = 120_000

type ApiRun = z.output<typeof apiRun>
type ApiRunList = z.output<typeof apiRunList>

/** The three requests of a start, as the API's client makes them. */
interface Requests {
  start(mark: string): Promise<ApiRun>
  list(query: { desc: number; limit: number; startedAfter: string }): Promise<ApiRunList>
  get(runId: string): Promise<ApiRun>
}

/**
 * Starts a run exactly once: after a lost answer the newest runs are searched for this start's mark.
 * @throws ApiFailure that says a run may have started, where none is found
 */
export async function startOnce(
  actorId: string,
  signal: AbortSignal,
  requests: Requests,
): Promise<ApiRun> {
  const start = newStart()
  try {
    return await requests.start(start.mark)
  } catch (error) {
    if (!isAmbiguous(error)) throw error
    const query = { desc: 1, limit: LOOK_AT_RUNS, startedAfter: start.notBefore }
    const found = await findStarted(start, signal, () => requests.list(query))
    if (found === undefined) throw mayHaveStarted(actorId, start, error)
    return requests.get(found)
  }
}

/** One start, told apart from all others by its mark, which the API keeps as `meta.userAgent`. */
interface Start {
  mark: string
  at: string
  /** No run of this start is older, ISO 8601. */
  notBefore: string
}

function newStart(): Start {
  const now = Date.now()
  return {
    mark: `start/${randomUUID()}`,
    at: new Date(now).toISOString(),
    notBefore: new Date(now - CLOCK_SKEW_MS).toISOString(),
  }
}

/** Whether a failed POST may have been carried out all the same. */
function isAmbiguous(error: unknown): error is ApiFailure {
  if (!(error instanceof ApiFailure)) return false
  return error.reach === 'lost' || error.status === 408 || (error.status ?? 0) >= 500
}

/** @returns the id of the run that carries the mark, or nothing where none turns up in some seconds */
async function findStarted(
  { mark }: Start,
  signal: AbortSignal,
  list: () => Promise<ApiRunList>,
): Promise<string | undefined> {
  for (const pause of [0, ...LOOK_AGAIN_MS]) {
    await sleep(pause, undefined, { signal }).catch(() => {})
    if (signal.aborted) return undefined
    const runs = await list().catch(() => undefined)
    const run = runs?.items.find(({ meta }) => meta?.userAgent?.includes(mark))
    if (run) return run.id
  }
  return undefined
}

function mayHaveStarted(actorId: string, start: Start, cause: ApiFailure): ApiFailure {
  return new ApiFailure(
    `The answer to the start of Actor ${JSON.stringify(actorId)} at ${start.at} was lost, and no run of it is listed yet; a run may have started all the same. (${cause.happened})`,
    'Do not start it again before you know: look for a run of that time at https://console.apify.com/actors/runs.',
    'lost',
    undefined,
    undefined,
    { cause },
  )
}
