import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { parseJson } from '../../shared/json.ts'
import { ApiFailure, isAmbiguous } from '../transport/api-failure.ts'
import { errorCode } from '../transport/network-errors.ts'
import { type CallTimes, lookupAttempts, timeLeft } from '../transport/timeouts.ts'

/** Rows that others may append beside a batch before it is no longer found among theirs. */
const ROWS_OF_OTHERS = 1000
/** Codes of requests that were given up, so that the API may still be at work on them. */
const GIVEN_UP = /TIMEOUT|ETIMEDOUT/

/** The requests of a push, as the API's client makes them; each may take `ms`. */
interface Requests {
  /** Items in the dataset now; nothing where that cannot be had. */
  count(): Promise<number | undefined>
  post(json: Buffer, ms: number): Promise<void>
  /** The stored items from `offset` on. */
  read(page: { offset: number; limit: number }, ms: number): Promise<unknown[]>
}

export type Push = Requests & { times: CallTimes }

type Fate = 'stored' | 'not stored' | 'unknown'

/** How far a push has come; `end` is where the dataset ended for us, where that is known. */
interface Progress {
  pushed: number
  total: number
  end: number | undefined
}

/**
 * Appends batches one after the other, each all or nothing and never twice.
 *
 * The dataset's length is asked for before the first, which costs a small request; without it rows
 * that were pushed earlier could not be told from equal ones of a batch whose answer is lost. After
 * a lost answer the rows from there on are read: a batch that is found is stored; one that is not is
 * sent once more, unless the API may still be at work on it.
 *
 * @param batches items as JSON texts
 * @returns how many items are stored, which is all
 * @throws ApiFailure that says how many are certainly in, and whether the rest is
 */
export async function pushOnce(batches: readonly string[][], push: Push): Promise<number> {
  const total = batches.reduce((sum, batch) => sum + batch.length, 0)
  const progress: Progress = { pushed: 0, total, end: await push.count() }
  for (const batch of batches) {
    await pushBatch(batch, progress, push)
    progress.pushed += batch.length
    if (progress.end !== undefined) progress.end += batch.length
  }
  return progress.pushed
}

async function pushBatch(batch: readonly string[], progress: Progress, push: Push): Promise<void> {
  const json = Buffer.from(`[${batch.join(',')}]`)
  const { times } = push
  const { timeouts } = times
  const looks = timeouts.lookupPausesMs.reduce(
    (sum, pause) => sum + pause,
    timeouts.lookupTimeoutMs,
  )
  for (let again = false; ; again = true) {
    const ms = Math.min(timeouts.writeTimeoutMs, timeLeft(times) - looks)
    if (ms < timeouts.lookupTimeoutMs) throw outOfTime(progress)
    try {
      return await push.post(json, ms)
    } catch (error) {
      times.signal.throwIfAborted()
      if (!isAmbiguous(error)) throw progress.pushed === 0 ? error : refused(error, progress)
      const fate = await fateOf(batch, error, progress, push)
      if (fate === 'stored') return
      if (fate === 'unknown') throw unknownFate(error, batch.length, progress)
      if (again || timeLeft(times) < looks + timeouts.lookupTimeoutMs)
        throw notStored(error, progress)
    }
  }
}

/** What became of a batch whose answer was lost; looks for some seconds before it says no. */
async function fateOf(
  batch: readonly string[],
  error: ApiFailure,
  { end }: Progress,
  { times, read }: Push,
): Promise<Fate> {
  if (end === undefined) return 'unknown'
  const wanted = batch.map(parseJson)
  const page = { offset: end, limit: batch.length + ROWS_OF_OTHERS }
  let fate: Fate = 'unknown'
  for (const { pause, ms } of lookupAttempts(times)) {
    await sleep(pause, undefined, { signal: times.signal }).catch(() => {})
    times.signal.throwIfAborted()
    const rows = await read(page, ms()).catch(() => undefined)
    times.signal.throwIfAborted()
    if (rows && holds(rows, wanted)) return 'stored'
    // As many rows of others might be ours in another guise, so only fewer rule a batch out.
    fate = rows && rows.length < batch.length ? 'not stored' : 'unknown'
  }
  const atWork = GIVEN_UP.test(errorCode(error)) || [408, 502, 504].includes(error.status ?? 0)
  return atWork ? 'unknown' : fate
}

/** Whether the rows hold the wanted ones, one after the other. */
function holds(rows: readonly unknown[], wanted: readonly unknown[]): boolean {
  for (let from = 0; from + wanted.length <= rows.length; from++) {
    if (wanted.every((item, i) => isDeepStrictEqual(item, rows[from + i]))) return true
  }
  return false
}

function refused(error: unknown, { pushed, total }: Progress): unknown {
  if (!(error instanceof ApiFailure)) return error
  return failure(
    `The first ${pushed} of ${total} items are stored, then a batch failed: ${error.happened}`,
    `${error.remedy} ${pushRest(pushed)}`,
    error,
  )
}

function notStored(error: ApiFailure, { pushed, total }: Progress): ApiFailure {
  return failure(
    `${stored(pushed, total)}, the rest is not stored: ${error.happened} The dataset was read back and holds none of it.`,
    `It is safe to push again. ${pushed > 0 ? pushRest(pushed) : ''}`.trim(),
    error,
  )
}

function unknownFate(error: ApiFailure, size: number, { pushed, total, end }: Progress) {
  const from = end === undefined ? '`desc: true`' : `\`offset: ${end}\``
  return failure(
    `The answer to a push was lost (${error.happened.replace(/\.$/, '')}). ${stored(pushed, total)}; whether items[${pushed}] to items[${pushed + size - 1}] are stored as well is unknown.`,
    `Before you push them again look for them with \`list_dataset_items\` and ${from}: they may arrive some seconds late.`,
    error,
  )
}

function outOfTime({ pushed, total }: Progress): ApiFailure {
  return failure(
    `The time of this call is up. ${stored(pushed, total)}, the rest was not sent.`,
    pushRest(pushed),
  )
}

function stored(pushed: number, total: number): string {
  return `${pushed} of ${total} items are certainly stored`
}

function pushRest(pushed: number): string {
  return `Push only the items from position ${pushed} on.`
}

function failure(happened: string, remedy: string, cause?: ApiFailure): ApiFailure {
  const reach = cause?.delivery ?? 'not-sent'
  return new ApiFailure(happened, remedy, reach, cause?.status, undefined, { cause })
}
