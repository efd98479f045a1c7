import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { parseJson } from '../../shared/json.ts'
import { type ApiFailure, isAmbiguous } from '../transport/api-failure.ts'
import { errorCode } from '../transport/network-errors.ts'
import { type CallTimes, lookupAttempts, timeLeft } from '../transport/timeouts.ts'
import { type CountRequests, confirmedEnd, type PageRequest } from './dataset-end.ts'
import {
  batchRejected,
  notStored,
  outOfTime,
  type Progress,
  unknownState,
} from './push-failures.ts'

/**
 * Rows that other writers may append next to a batch before the batch is no longer found. It bounds what
 * a look-up reads.
 */
const ROWS_OF_OTHERS = 1000
/** Codes of requests that timed out here; the API may still be processing them. */
const TIMEOUT_CODES = /TIMEOUT|ETIMEDOUT/
/** Statuses after which the API may still be processing the request. */
const TIMEOUT_STATUSES: readonly (number | undefined)[] = [408, 502, 504]

/** The requests of a push; `ms` is how long each may take. */
interface Requests extends CountRequests {
  post(json: Buffer, ms: number): Promise<void>
  read(page: PageRequest): Promise<StoredRows>
}

/** The rows of a page, and how many items the API counts in the dataset, if it says so. */
interface StoredRows {
  rows: unknown[]
  total: number | undefined
}

export type Push = Requests & { times: CallTimes }

type BatchState = 'stored' | 'not stored' | 'unknown'

/**
 * Appends batches one after the other. Each is stored as a whole, and never twice.
 *
 * The end of the dataset is read first. Without it, rows from an earlier push look the same as
 * equal rows of a batch whose response was lost. After a lost response the rows from there on are
 * read. If they include the batch, it is stored. If not, it is sent once more, unless the API may
 * still be processing it or counts rows that it does not return yet.
 *
 * @param batches items as JSON texts
 * @returns the number of stored items, which is all of them
 * @throws {ApiFailure} says how many items are stored, and whether the rest is
 */
export async function pushOnce(batches: readonly string[][], push: Push): Promise<number> {
  const total = batches.reduce((sum, batch) => sum + batch.length, 0)
  const progress: Progress = { pushed: 0, total, end: await confirmedEnd(push, push.times) }
  for (const items of batches) {
    const batch = { items, json: Buffer.from(`[${items.join(',')}]`) }
    const first = await attemptPush({ ...batch, isLastAttempt: false }, progress, push)
    if (first === 'retry') await attemptPush({ ...batch, isLastAttempt: true }, progress, push)
    progress.pushed += items.length
    if (progress.end !== undefined) progress.end += items.length
  }
  return progress.pushed
}

interface Attempt {
  items: readonly string[]
  /** The items as one JSON array. */
  json: Buffer
  isLastAttempt: boolean
}

/**
 * Sends a batch once.
 * @returns `retry` if the batch is not stored and there is time to send it again
 */
async function attemptPush(
  { items, json, isLastAttempt }: Attempt,
  progress: Progress,
  push: Push,
): Promise<'stored' | 'retry'> {
  const { times } = push
  const ms = postTimeout(times)
  if (ms === undefined) throw outOfTime(progress)
  try {
    await push.post(json, ms)
    return 'stored'
  } catch (error) {
    times.signal.throwIfAborted()
    if (!isAmbiguous(error)) throw batchRejected(error, progress)
    const state = await lookUpBatch(items, error, progress, push)
    if (state === 'stored') return 'stored'
    if (state === 'unknown') throw unknownState(error, items.length, progress)
    if (isLastAttempt || postTimeout(times) === undefined) throw notStored(error, progress)
    return 'retry'
  }
}

/** Returns how long a batch may take, in milliseconds; undefined if no time is left to look it up. */
function postTimeout(times: CallTimes): number | undefined {
  const { writeTimeoutMs, lookupTimeoutMs, lookupPausesMs } = times.timeouts
  const lookupMs = lookupPausesMs.reduce((sum, pause) => sum + pause, lookupTimeoutMs)
  const ms = Math.min(writeTimeoutMs, timeLeft(times) - lookupMs)
  return ms < lookupTimeoutMs ? undefined : ms
}

/** Looks up a batch whose response was lost, for some seconds before it counts as not stored. */
async function lookUpBatch(
  items: readonly string[],
  error: ApiFailure,
  { end }: Progress,
  { times, read }: Push,
): Promise<BatchState> {
  if (end === undefined) return 'unknown'
  const wanted = items.map(parseJson)
  const page = { offset: end, limit: items.length + ROWS_OF_OTHERS }
  let state: BatchState = 'unknown'
  for (const { pause, ms } of lookupAttempts(times)) {
    await sleep(pause, undefined, { signal: times.signal }).catch(() => {})
    times.signal.throwIfAborted()
    const found = await read({ ...page, ms: ms() }).catch(() => undefined)
    times.signal.throwIfAborted()
    if (found && includesInOrder(found.rows, wanted)) return 'stored'
    // As many other rows might be ours in another form, so only fewer rows rule a batch out.
    state = found && seenOrCounted(found, end) < items.length ? 'not stored' : 'unknown'
  }
  return mayStillRun(error) ? 'unknown' : state
}

/** Returns how many rows follow the end, including those that the API only counts so far. */
function seenOrCounted({ rows, total = 0 }: StoredRows, end: number): number {
  return Math.max(rows.length, total - end)
}

function mayStillRun(error: ApiFailure): boolean {
  return TIMEOUT_CODES.test(errorCode(error)) || TIMEOUT_STATUSES.includes(error.status)
}

/** Returns whether the rows include all wanted rows, one directly after the other. */
function includesInOrder(rows: readonly unknown[], wanted: readonly unknown[]): boolean {
  for (let from = 0; from + wanted.length <= rows.length; from++) {
    if (wanted.every((item, i) => isDeepStrictEqual(item, rows[from + i]))) return true
  }
  return false
}
