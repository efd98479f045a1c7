import { randomUUID } from 'node:crypto'
import type { ToolError } from '../../shared/errors.ts'
import type { ApiFailure } from '../transport/api-failure.ts'
import type { CallTimes } from '../transport/timeouts.ts'
import { lostWrite, sendOnce } from './send-once.ts'

/** The newest runs or builds of the Actor that are searched for a start. */
const MAX_LISTED = 100
/** How far this machine's clock may be ahead of Apify's, in milliseconds. */
const CLOCK_SKEW_MS = 120_000

/** What is started: the words of its error. */
export interface StartedJob {
  kind: 'run' | 'build'
  /** What it is started from: an Actor or a task. */
  of: string
  /** Where people see such jobs; undefined on the local platform. */
  page: string | undefined
}

/** A run or a build in a list, with the User-Agent that started it. */
type Listed<T> = T & { meta?: { userAgent?: string | null | undefined } | null | undefined }

/** The requests of a start; `ms` is how long a lookup may take. */
export interface StartRequests<T extends { id: string }> {
  start(startId: string): Promise<T>
  list(
    query: { desc: boolean; limit: number; startedAfter: string },
    ms: number,
  ): Promise<readonly Listed<T>[]>
  get(id: string, ms: number): Promise<T>
}

/**
 * Starts a run or a build exactly once. If the response is lost, the newest ones are searched for the
 * start ID in their User-Agent.
 * @param start default: a new one
 * @throws {ApiFailure} says that it may have started, if none is found
 */
export function startOnce<T extends { id: string }>(
  job: StartedJob,
  times: CallTimes,
  requests: StartRequests<T>,
  start = newStart(),
): Promise<T> {
  return sendOnce(times, {
    send: () => requests.start(start.startId),
    find: (ms) => findStarted(start, requests, ms),
    notFound: (cause) => mayHaveStarted(job, start, cause),
  })
}

/** One start. Its ID is part of the User-Agent, which the API keeps as `meta.userAgent`. */
export interface Start {
  startId: string
  at: string
  /** What this start began did not begin before this time, ISO 8601. */
  notBefore: string
}

/** Returns a start that begins now. */
export function newStart(): Start {
  const now = Date.now()
  return {
    startId: `start/${randomUUID()}`,
    at: new Date(now).toISOString(),
    notBefore: new Date(now - CLOCK_SKEW_MS).toISOString(),
  }
}

/** Returns what has the start ID in its User-Agent; undefined if it is not listed. */
async function findStarted<T extends { id: string }>(
  { startId, notBefore }: Start,
  { list, get }: StartRequests<T>,
  ms: () => number,
): Promise<T | undefined> {
  const listed = await list({ desc: true, limit: MAX_LISTED, startedAfter: notBefore }, ms())
  const found = listed.find(({ meta }) => meta?.userAgent?.includes(startId))
  // A list shows less of it. If it cannot be read in full, its ID is still worth returning.
  return found && get(found.id, ms()).catch(() => found)
}

function mayHaveStarted(
  { kind, of, page }: StartedJob,
  start: Start,
  cause: ToolError,
): ApiFailure {
  const what = kind === 'run' ? 'start' : 'build'
  const also = page === undefined ? '' : `, and so does ${page}`
  return lostWrite(
    `The response to the ${what} of ${JSON.stringify(of)} at ${start.at} was lost, and no such ${kind} is listed yet. A ${kind} may have started anyway, or may still start. (${cause.happened})`,
    `Do not start it again before you have looked: \`list_${kind}s\` shows ${kind}s from that time, which may appear minutes late${also}.`,
    cause,
  )
}
