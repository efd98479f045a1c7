import { z } from 'zod'
import { invalidValue } from '../api-error.ts'

export const runStatus = z.enum([
  'READY',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'TIMING-OUT',
  'TIMED-OUT',
  'ABORTING',
  'ABORTED',
])

export type RunStatus = z.infer<typeof runStatus>

/** Who started a run, of those that the API knows. */
export const runOrigin = z.enum(['API', 'SCHEDULER'])

const ids = z.record(z.string(), z.string())

/** A run as it is stored, which is also the API's Run object. */
export const runSchema = z.object({
  id: z.string(),
  actId: z.string(),
  userId: z.string(),
  /** The task that started it, if any. */
  actorTaskId: z.string().nullable().default(null),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  status: runStatus,
  statusMessage: z.string().nullable(),
  isStatusMessageTerminal: z.boolean().nullable(),
  meta: z.object({
    origin: runOrigin,
    userAgent: z.string().nullable(),
    scheduleId: z.string().optional(),
    /** When the schedule named. It may have started a little later. */
    scheduledAt: z.string().optional(),
  }),
  stats: z.object({
    inputBodyLen: z.number(),
    migrationCount: z.number(),
    rebootCount: z.number(),
    restartCount: z.number(),
    resurrectCount: z.number(),
    metamorph: z.number(),
    computeUnits: z.number(),
    durationMillis: z.number(),
    runTimeSecs: z.number(),
  }),
  options: z.object({
    build: z.string(),
    timeoutSecs: z.number(),
    memoryMbytes: z.number(),
    diskMbytes: z.number(),
    maxItems: z.number().optional(),
    maxTotalChargeUsd: z.number().optional(),
    restartOnError: z.boolean().optional(),
  }),
  buildId: z.string(),
  buildNumber: z.string(),
  exitCode: z.number().nullable(),
  generalAccess: z.literal('FOLLOW_USER_SETTING'),
  defaultKeyValueStoreId: z.string(),
  defaultDatasetId: z.string(),
  defaultRequestQueueId: z.string(),
  storageIds: z.object({ datasets: ids, keyValueStores: ids, requestQueues: ids }),
  isContainerServerReady: z.literal(false),
  usage: z.object({ ACTOR_COMPUTE_UNITS: z.literal(0) }),
  usageTotalUsd: z.literal(0),
  usageUsd: z.object({ ACTOR_COMPUTE_UNITS: z.literal(0) }),
})

export type Run = z.infer<typeof runSchema>

export type RunOptions = Run['options']

export type RunMeta = Run['meta']

/** Tells whether a run has finished. */
export function isFinal({ status }: Pick<Run, 'status'>): boolean {
  return ['SUCCEEDED', 'FAILED', 'TIMED-OUT', 'ABORTED'].includes(status)
}

/** Returns the API's RunShort object, for listings. */
export function toShort(run: Run) {
  return {
    id: run.id,
    actId: run.actId,
    userId: run.userId,
    // Clients of listings do not expect null here.
    ...(run.actorTaskId !== null && { actorTaskId: run.actorTaskId }),
    status: run.status,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    buildId: run.buildId,
    buildNumber: run.buildNumber,
    meta: run.meta,
    usageTotalUsd: run.usageTotalUsd,
    defaultKeyValueStoreId: run.defaultKeyValueStoreId,
    defaultDatasetId: run.defaultDatasetId,
    defaultRequestQueueId: run.defaultRequestQueueId,
  }
}

/**
 * Parses the statuses that a query names.
 * @throws {ApiError} 400 `invalid-value` for an unknown status
 */
export function parseStatuses(names: string[]): RunStatus[] {
  return names.map((name) => {
    const { data } = runStatus.safeParse(name)
    if (data) return data
    const known = runStatus.options.join(', ')
    throw invalidValue(`"${name.slice(0, 50)}" is not a status of a run. Use one of ${known}.`)
  })
}
