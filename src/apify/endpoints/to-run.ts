import type { z } from 'zod'
import type { apiRun, Run } from '../types/run-types.ts'

/** Returns a run with this server's names; fields that are null are left out. */
export function toRun(run: z.output<typeof apiRun>, consoleUrl?: string): Run {
  const { id, actId, startedAt, finishedAt } = run
  const measuredSecs =
    finishedAt && startedAt ? (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000 : undefined
  const seen = {
    actorId: actId,
    statusMessage: run.statusMessage,
    startedAt,
    finishedAt,
    durationSecs: measuredSecs ?? run.stats?.runTimeSecs,
    exitCode: run.exitCode,
    datasetId: run.defaultDatasetId,
    storeId: run.defaultKeyValueStoreId,
    build: run.buildNumber,
    usageUsd: run.usageTotalUsd,
    maxTotalChargeUsd: run.options?.maxTotalChargeUsd,
    consoleUrl: consoleUrl && actId && `${consoleUrl}/actors/${actId}/runs/${id}`,
  }
  return { runId: id, status: run.status, ...present(seen) }
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], null | undefined | ''> }

/** Returns the entries that have a value, in order. */
function present<T extends object>(values: T): Present<T> {
  const kept: Present<T> = { ...values }
  for (const key in kept) if (kept[key] === null || kept[key] === undefined) delete kept[key]
  return kept
}
