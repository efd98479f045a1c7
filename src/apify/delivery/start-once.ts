import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { type ToolError, toToolError } from '../../shared/errors.ts'
import { ApiFailure, isAmbiguous } from '../transport/api-failure.ts'
import { type CallTimes, lookupAttempts } from '../transport/timeouts.ts'
import type { apiRun, apiRunList } from '../types/run-types.ts'

/** The newest runs of the Actor that are searched for a start. */
const MAX_LISTED_RUNS = 100
/** How far this machine's clock may be ahead of Apify's, in milliseconds. */
const CLOCK_SKEW_MS = 120_000

type ApiRun = z.output<typeof apiRun>
type ApiRunList = z.output<typeof apiRunList>

/** The requests of a start; `ms` is how long a lookup may take. */
export interface StartRequests {
  start(startId: string): Promise<ApiRun>
  list(
    query: { desc: number; limit: number; startedAfter: string },
    ms: number,
  ): Promise<ApiRunList>
  get(runId: string, ms: number): Promise<ApiRun>
}

/**
 * Starts a run exactly once. If the response is lost, the newest runs are searched for the start ID
 * in their User-Agent.
 * @param consoleUrl where people see runs; undefined on the local platform
 * @throws {ApiFailure} says that a run may have started, if none is found
 */
export async function startOnce(
  actorId: string,
  times: CallTimes,
  requests: StartRequests,
  consoleUrl?: string,
): Promise<ApiRun> {
  times.signal.throwIfAborted()
  const start = newStart()
  try {
    return await requests.start(start.startId)
  } catch (error) {
    if (error !== times.signal.reason && !isAmbiguous(error)) throw error
    const found = await findStarted(start, times, requests)
    if (found !== undefined) return found
    const cause = toToolError(times.signal.aborted ? times.signal.reason : error)
    throw mayHaveStarted(actorId, start, cause, consoleUrl)
  }
}

/** One start. Its ID is part of the User-Agent, which the API keeps as `meta.userAgent`. */
interface Start {
  startId: string
  at: string
  /** The run of this start did not start before this time, ISO 8601. */
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

/**
 * Looks for some seconds, as long as the call goes on, for the run with the start ID in its User-Agent.
 * @returns undefined if no such run is listed, which does not mean that there is none: the API may start
 *   it later, or list it late
 */
async function findStarted(
  { startId, notBefore }: Start,
  times: CallTimes,
  { list, get }: StartRequests,
): Promise<ApiRun | undefined> {
  const query = { desc: 1, limit: MAX_LISTED_RUNS, startedAfter: notBefore }
  for (const { pause, ms } of lookupAttempts(times)) {
    await sleep(pause, undefined, { signal: times.signal }).catch(() => {})
    if (times.signal.aborted) break
    const runs = await list(query, ms()).catch(() => undefined)
    const run = runs?.items.find(({ meta }) => meta?.userAgent?.includes(startId))
    const id = run?.id
    // A list shows less of a run. If it cannot be read in full, its ID is still worth returning.
    if (id) return get(id, ms()).catch(() => ({ ...run, id }))
  }
  return undefined
}

function mayHaveStarted(
  actorId: string,
  start: Start,
  cause: ToolError,
  consoleUrl: string | undefined,
): ApiFailure {
  const page = consoleUrl === undefined ? '' : `, and so does ${consoleUrl}/actors/runs`
  return new ApiFailure(
    `The response to the start of ${JSON.stringify(actorId)} at ${start.at} was lost, and no such run is listed yet. A run may have started anyway, or may still start. (${cause.happened})`,
    `Do not start it again before you have looked: \`list_runs\` shows runs from that time, which may appear minutes late${page}.`,
    'lost',
    undefined,
    undefined,
    { cause },
  )
}
