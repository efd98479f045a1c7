import type { z } from 'zod'
import {
  type apiRun,
  type apiRunList,
  type ListedRun,
  type Run,
  UNKNOWN_STATUS,
} from '../types/run-types.ts'
import { durationSecs, withoutNulls } from './job-fields.ts'

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
  return withoutNulls({ runId: id, status, ...shownFields(run), consoleUrl: link })
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
