import type { Input } from '../actors/prepare-input.ts'
import type { Actor } from '../actors/project.ts'
import { DEFAULT_TIMEOUT_SECS } from '../actors/run-defaults.ts'
import { USER_ID } from '../ids.ts'
import type { AdHocWebhook } from '../webhooks/ad-hoc.ts'
import type { Run, RunMeta, RunOptions } from './run.ts'

const NO_STATS: Run['stats'] = {
  inputBodyLen: 0,
  migrationCount: 0,
  rebootCount: 0,
  restartCount: 0,
  resurrectCount: 0,
  metamorph: 0,
  computeUnits: 0,
  durationMillis: 0,
  runTimeSecs: 0,
}

/** What the caller chose. The Actor's defaults apply to the rest. */
export interface StartOptions {
  input: Input | undefined
  options: Partial<RunOptions>
  meta: RunMeta
  webhooks: AdHocWebhook[]
  taskId: string | null
}

/**
 * Returns a run that is ready to start, with the Actor's defaults for what the caller did not
 * choose.
 */
export function newRun(
  actor: Actor,
  id: string,
  ids: { dataset: string; store: string; queue: string },
  chosen: Pick<StartOptions, 'options' | 'meta' | 'taskId'> & { inputBodyLen: number },
): Run {
  return {
    id,
    ...partOf(actor),
    userId: USER_ID,
    actorTaskId: chosen.taskId,
    startedAt: new Date().toISOString(),
    finishedAt: null,
    status: 'READY',
    statusMessage: null,
    isStatusMessageTerminal: null,
    meta: chosen.meta,
    stats: { ...NO_STATS, inputBodyLen: chosen.inputBodyLen },
    options: {
      build: 'latest',
      timeoutSecs: DEFAULT_TIMEOUT_SECS,
      memoryMbytes: actor.memoryMbytes,
      diskMbytes: actor.memoryMbytes * 2,
      ...chosen.options,
    },
    exitCode: null,
    generalAccess: 'FOLLOW_USER_SETTING',
    defaultKeyValueStoreId: ids.store,
    defaultDatasetId: ids.dataset,
    defaultRequestQueueId: ids.queue,
    storageIds: {
      datasets: { default: ids.dataset },
      keyValueStores: { default: ids.store },
      requestQueues: { default: ids.queue },
    },
    isContainerServerReady: false,
    usage: { ACTOR_COMPUTE_UNITS: 0 },
    usageTotalUsd: 0,
    usageUsd: { ACTOR_COMPUTE_UNITS: 0 },
  }
}

/** Returns a finished run as it starts again. */
export function resurrected(run: Run, actor: Actor, options: Partial<Run['options']>): Run {
  return {
    ...run,
    ...partOf(actor),
    status: 'READY',
    statusMessage: null,
    isStatusMessageTerminal: null,
    finishedAt: null,
    exitCode: null,
    options: { ...run.options, ...options },
    stats: { ...run.stats, resurrectCount: run.stats.resurrectCount + 1 },
  }
}

/** Returns the fields of a run that describe its Actor. */
export function partOf({ id, buildId, buildNumber }: Actor) {
  return { actId: id, buildId, buildNumber }
}
