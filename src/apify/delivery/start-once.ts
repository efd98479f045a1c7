import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { ApiFailure, isAmbiguous } from '../transport/api-failure.ts'
import { type CallTimes, lookupAttempts } from '../transport/timeouts.ts'
import type { apiRun, apiRunList } from '../types/run-types.ts'

/** Newest runs of the Actor among which a start is looked for. */
const LOOK_AT_RUNS = 100
/** How far this machine's clock may be ahead of Apify's, in milliseconds. */
const CLOCK_SKEW_MS = 120_000

type ApiRun = z.output<typeof apiRun>
type ApiRunList = z.output<typeof apiRunList>

/** The three requests of a start, as the API's client makes them; a look may take `ms`. */
interface Requests {
  start(startId: string): Promise<ApiRun>
  list(
    query: { desc: number; limit: number; startedAfter: string },
    ms: number,
  ): Promise<ApiRunList>
  get(runId: string, ms: number): Promise<ApiRun>
}

/**
 * Starts a run exactly once: after a lost answer the newest runs are searched for this start's mark.
 * @throws ApiFailure that says a run may have started, where none is found
 */
export async function startOnce(
  actorId: string,
  times: CallTimes,
  requests: Requests,
): Promise<ApiRun> {
  const start = newStart()
  try {
    return await requests.start(start.startId)
  } catch (error) {
    if (!isAmbiguous(error)) throw error
    const found = await findStarted(start, times, requests)
    if (found === undefined) throw mayHaveStarted(actorId, start, error)
    return found
  }
}

/** One start, told apart from all others by its mark, which the API keeps as `meta.userAgent`. */
interface Start {
  startId: string
  at: string
  /** No run of this start is older, ISO 8601. */
  notBefore: string
}

function newStart(): Start {
  const now = Date.now()
  return {
    startId: `start/${randomUUID()}`,
    at: new Date(now).toISOString(),
    notBefore: new Date(now - CLOCK_SKEW_MS).toISOString(),
  }
}

/** @returns the run that carries the mark, or nothing where none turns up in some seconds */
async function findStarted(
  { startId, notBefore }: Start,
  times: CallTimes,
  { list, get }: Requests,
): Promise<ApiRun | undefined> {
  const query = { desc: 1, limit: LOOK_AT_RUNS, startedAfter: notBefore }
  for (const { pause, ms } of lookupAttempts(times)) {
    await sleep(pause, undefined, { signal: times.signal }).catch(() => {})
    times.signal.throwIfAborted()
    const runs = await list(query, ms()).catch(() => undefined)
    const run = runs?.items.find(({ meta }) => meta?.userAgent?.includes(startId))
    // Lists tell less of a run; but its id must not be lost to one more fault.
    if (run) return get(run.id, ms()).catch(() => run)
  }
  return undefined
}

function mayHaveStarted(actorId: string, start: Start, cause: ApiFailure): ApiFailure {
  return new ApiFailure(
    `The answer to the start of ${JSON.stringify(actorId)} at ${start.at} was lost, and no run of it is listed yet; a run may have started all the same. (${cause.happened})`,
    'Do not start it again before you know: look for a run of that time with `list_runs`, or at https://console.apify.com/actors/runs.',
    'lost',
    undefined,
    undefined,
    { cause },
  )
}
