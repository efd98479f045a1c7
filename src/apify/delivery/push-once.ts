import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { toToolError } from '../../shared/errors.ts'
import { parseJson } from '../../shared/json.ts'
import { isAmbiguous } from '../transport/api-failure.ts'
import { type CallTimes, lookupAttempts, timeLeft } from '../transport/timeouts.ts'
import { largestRow, type RowSize } from './comparable-row.ts'
import { type CountRequests, confirmedEnd, type PageRequest } from './dataset-end.ts'
import { batchRejected, outOfTime, type Progress, unknownState } from './push-failures.ts'

/**
 * Rows that other writers may append next to a batch before the batch is no longer found. It bounds what
 * a look-up reads.
 */
const ROWS_OF_OTHERS = 1000

/** The requests of a push; `ms` is how long each may take. */
interface Requests extends CountRequests {
  post(json: Buffer, ms: number): Promise<void>
  /** @param largest the size of the largest row that counts; others need not be parsed */
  read(page: PageRequest, largest: RowSize): Promise<StoredRows>
}

/** The rows of a page, and how many items the API counts in the dataset, if it says so. */
interface StoredRows {
  rows: unknown[]
  total: number | undefined
}

/** Items as JSON texts, in batches that the API accepts. */
export type Batches = readonly string[][] | AsyncIterable<string[]>

export type Push = Requests & { times: CallTimes }

/**
 * Appends batches one after the other. Each is sent once, and never again after a lost response.
 *
 * The end of the dataset is read first. Without it, rows from an earlier push look the same as
 * equal rows of a batch whose response was lost. After a lost response the rows from there on are
 * read. If they include the batch, it is stored. If not, nobody knows: the API may store it later. Only
 * the client repeats a request, and only one that was certainly not accepted.
 *
 * @param batches items as JSON texts; those of a file are read one by one, each when the one before is stored
 * @param first the position of the first item in its file
 * @returns the number of stored items, which is all of them
 * @throws {ApiFailure} says how many items are stored, and whether it is unknown of the rest; whatever `batches` throws
 */
export async function pushOnce(batches: Batches, push: Push, first = 0): Promise<number> {
  const isList = Symbol.iterator in batches
  const total = isList ? batches.reduce((sum, batch) => sum + batch.length, 0) : undefined
  const end = await confirmedEnd(push, push.times)
  const progress: Progress = { pushed: 0, total, first, end }
  for await (const items of batches) {
    await pushBatch(items, progress, push)
    progress.pushed += items.length
    if (progress.end !== undefined) progress.end += items.length
  }
  return progress.pushed
}

/** Sends a batch once, and looks it up if its response was lost. */
async function pushBatch(items: readonly string[], progress: Progress, push: Push): Promise<void> {
  const { signal } = push.times
  const ms = postTimeout(push.times)
  signal.throwIfAborted()
  if (ms === undefined) throw outOfTime(progress)
  try {
    await push.post(Buffer.from(`[${items.join(',')}]`), ms)
  } catch (error) {
    if (error !== signal.reason && !isAmbiguous(error)) throw batchRejected(error, progress)
    const { isStored, count } = await lookUpBatch(items, progress, push)
    push.times.watch?.lookedUp(isStored)
    if (isStored) return
    const cause = toToolError(signal.aborted ? signal.reason : error)
    throw unknownState({ error: cause, size: items.length, count }, progress)
  }
}

/** Returns how long a batch may take, in milliseconds; undefined if no time is left to look it up. */
function postTimeout(times: CallTimes): number | undefined {
  const { writeTimeoutMs, lookupTimeoutMs, lookupPausesMs } = times.timeouts
  const lookupMs = lookupPausesMs.reduce((sum, pause) => sum + pause, lookupTimeoutMs)
  const ms = Math.min(writeTimeoutMs, timeLeft(times) - lookupMs)
  return ms < lookupTimeoutMs ? undefined : ms
}

/** Whether the rows of a dataset prove that a batch is stored, and how many rows it had at last. */
interface Lookup {
  isStored: boolean
  count?: number | undefined
}

/** Looks for some seconds for a batch whose response was lost, as long as the call goes on. */
async function lookUpBatch(
  items: readonly string[],
  { end }: Progress,
  { times, read }: Push,
): Promise<Lookup> {
  if (end === undefined) return { isStored: false }
  const wanted = items.map(parseJson)
  const largest = largestRow(items)
  const page = { offset: end, limit: items.length + ROWS_OF_OTHERS }
  let count: number | undefined
  for (const { pause, ms } of lookupAttempts(times)) {
    await sleep(pause, undefined, { signal: times.signal }).catch(() => {})
    if (times.signal.aborted) break
    const found = await read({ ...page, ms: ms() }, largest).catch(() => undefined)
    if (found && includesInOrder(found.rows, wanted)) return { isStored: true }
    if (found) count = Math.max(end + found.rows.length, found.total ?? 0)
  }
  return { isStored: false, count }
}

/** Returns whether the rows include all wanted rows, one directly after the other. */
function includesInOrder(rows: readonly unknown[], wanted: readonly unknown[]): boolean {
  for (let from = 0; from + wanted.length <= rows.length; from++) {
    if (wanted.every((item, i) => isDeepStrictEqual(item, rows[from + i]))) return true
  }
  return false
}
