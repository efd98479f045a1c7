import { ONGOING_STATUSES } from '../types/run-types.ts'

type Time = string | null | undefined

/** The times of a run or a build. */
interface JobTimes {
  status?: string | null | undefined
  startedAt?: Time
  finishedAt?: Time
  stats?: { runTimeSecs?: number | null | undefined } | null | undefined
}

/** Returns how long a run or a build took, or how old it is if it goes on, in seconds. */
export function durationSecs({ status, startedAt, finishedAt, stats }: JobTimes) {
  if (!ONGOING_STATUSES.includes(status ?? '') || finishedAt)
    return secondsBetween(startedAt, finishedAt) ?? stats?.runTimeSecs
  const age = secondsBetween(startedAt, new Date().toISOString())
  return age === undefined ? stats?.runTimeSecs : Math.round(age)
}

/** Returns how long a job took; undefined if a time is missing or they are in the wrong order. */
function secondsBetween(start: Time, end: Time): number | undefined {
  if (!start || !end) return undefined
  const seconds = (Date.parse(end) - Date.parse(start)) / 1000
  return seconds >= 0 ? seconds : undefined
}

type WithoutNulls<T> = { [K in keyof T]?: Exclude<T[K], null | undefined | ''> }

/** Returns the entries that are not null or undefined, in order. */
export function withoutNulls<T extends object>(values: T): WithoutNulls<T> {
  const kept: WithoutNulls<T> = { ...values }
  for (const key in kept) if (kept[key] === null || kept[key] === undefined) delete kept[key]
  return kept
}

/** Returns the entries of a list that have an ID. */
export function identified<T extends { id?: string | null | undefined }>(
  entries: readonly T[],
): (T & { id: string })[] {
  return entries.flatMap((entry) => (entry.id ? [{ ...entry, id: entry.id }] : []))
}
