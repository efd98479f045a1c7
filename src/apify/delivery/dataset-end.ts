import { type CallTimes, timeLeft } from '../transport/timeouts.ts'

/** A page of a dataset, and how long reading it may take, in milliseconds. */
export interface PageRequest {
  offset: number
  limit: number
  ms: number
}

export interface CountRequests {
  /** Returns the API's count of the items in the dataset, or 0; undefined if it cannot be read. */
  count(): Promise<number | undefined>
  /** Counts the rows of a page without keeping them; `total` is what the API counts in all. */
  countRows(page: PageRequest): Promise<{ rows: number; total: number | undefined }>
}

/** How many rows the API's count may trail behind before the end is not looked for any further. */
const MAX_LAG = 1000

/**
 * Returns how many items a dataset holds, if its rows confirm it: the last one is there, none follows,
 * and the API does not count more. The count alone trails by some seconds in either direction.
 * @returns undefined if the rows do not confirm it, or cannot be read
 */
export async function confirmedEnd(
  { count, countRows }: CountRequests,
  times: CallTimes,
): Promise<number | undefined> {
  const counted = await count()
  if (counted === undefined) return undefined
  const offset = Math.max(0, counted - 1)
  const limit = MAX_LAG + 1
  const ms = Math.max(1, Math.min(times.timeouts.lookupTimeoutMs, timeLeft(times)))
  const found = await countRows({ offset, limit, ms }).catch(() => undefined)
  if (!found || found.rows === limit) return undefined
  const end = offset + found.rows
  return end < counted || end < (found.total ?? 0) ? undefined : end
}
