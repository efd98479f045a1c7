import type { z } from 'zod'
import {
  type apiRun,
  type apiRunList,
  type ListedRun,
  ONGOING_STATUSES,
  type Run,
  UNKNOWN_STATUS,
} from '../types/run-types.ts'

/** Returns a run with this server's names; fields that are null are left out. */
export function toRun(run: z.output<typeof apiRun>, consoleUrl?: string): Run {
  const { runId = run.id, status = UNKNOWN_STATUS, ...rest } = toListedRun(run, consoleUrl)
  return { runId, status, ...rest }
}

/** Like `toRun`, for a run of a list, which may lack anything. */
export function toListedRun(
  run: z.output<typeof apiRunList>['items'][number],
  consoleUrl?: string,
): ListedRun {
  const { id, status, actId } = run
  const link = consoleUrl && id && actId && `${consoleUrl}/actors/${actId}/runs/${id}`
  return present({ runId: id, status, ...shownFields(run), consoleUrl: link })
}

function shownFields(run: Omit<z.output<typeof apiRun>, 'id'>) {
  return {
    actorId: run.actId,
    statusMessage: run.statusMessage,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    durationSecs: durationSecs(run),
    exitCode: run.exitCode,
    datasetId: run.defaultDatasetId,
    storeId: run.defaultKeyValueStoreId,
    build: run.buildNumber,
    usageUsd: run.usageTotalUsd,
    maxTotalChargeUsd: run.options?.maxTotalChargeUsd,
  }
}

/** Returns how long a run took, or how old it is if it goes on, in seconds. */
function durationSecs({
  status,
  startedAt,
  finishedAt,
  stats,
}: Omit<z.output<typeof apiRun>, 'id'>) {
  if (!ONGOING_STATUSES.includes(status ?? '') || finishedAt)
    return secondsBetween(startedAt, finishedAt) ?? stats?.runTimeSecs
  const age = secondsBetween(startedAt, new Date().toISOString())
  return age === undefined ? stats?.runTimeSecs : Math.round(age)
}

type Time = string | null | undefined

/** Returns how long a run took; undefined if a time is missing or they are in the wrong order. */
function secondsBetween(start: Time, end: Time): number | undefined {
  if (!start || !end) return undefined
  const seconds = (Date.parse(end) - Date.parse(start)) / 1000
  return seconds >= 0 ? seconds : undefined
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], null | undefined | ''> }

/** Returns the entries that have a value, in order. */
function present<T extends object>(values: T): Present<T> {
  const kept: Present<T> = { ...values }
  for (const key in kept) if (kept[key] === null || kept[key] === undefined) delete kept[key]
  return kept
}
