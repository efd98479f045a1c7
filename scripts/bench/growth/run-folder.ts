import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lineOf, stampOf } from '../../../src/local/folder-index/stamped-entries.ts'
import { stableId, USER_ID } from '../../../src/local/ids.ts'
import type { Run } from '../../../src/local/runs/run.ts'
import { entryOf } from '../../../src/local/runs/run-index.ts'

/** Each run starts a second after the one before. */
const STEP_MS = 1000
const FIRST = Date.UTC(2025, 0, 1)
const STATUSES = ['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'FAILED', 'ABORTED'] as const

export const runId = (n: number) => stableId('run', String(n))

/**
 * Writes finished runs into a data folder, as the platform would.
 * @param hasIndex false leaves out their index, as release 0.1 does
 */
export function writeRuns(dir: string, count: number, hasIndex = true): void {
  const lines: string[] = []
  for (let n = 0; n < count; n++) {
    const folder = join(dir, 'runs', runId(n))
    const [run, file] = [runAt(n), join(folder, 'run.json')]
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, JSON.stringify(run))
    lines.push(lineOf({ entry: entryOf(run), stamp: stampOf(file) ?? '' }))
  }
  if (hasIndex) writeFileSync(join(dir, 'runs', 'index.jsonl'), lines.join('\n'))
}

/** Writes the default storages of a run. */
export function writeStorages(dir: string, n: number): void {
  const run = runAt(n)
  for (const [kind, id] of [
    ['datasets', run.defaultDatasetId],
    ['key-value-stores', run.defaultKeyValueStoreId],
    ['request-queues', run.defaultRequestQueueId],
  ] as const)
    writeStorage(dir, kind, { id, actId: run.actId, actRunId: run.id, createdAt: run.startedAt })
}

/** Writes an empty storage, and returns its folder. */
export function writeStorage(
  dir: string,
  kind: 'datasets' | 'key-value-stores' | 'request-queues',
  properties: { id: string; createdAt?: string; actId?: string; actRunId?: string },
): string {
  const folder = join(dir, kind, properties.id)
  mkdirSync(folder, { recursive: true })
  const rest = { name: null, actId: null, actRunId: null, schema: null }
  const createdAt = new Date(FIRST).toISOString()
  writeFileSync(
    join(folder, 'storage.json'),
    JSON.stringify({ createdAt, ...rest, generalAccess: 'RESTRICTED', ...properties }),
  )
  return folder
}

function runAt(n: number): Run {
  const id = runId(n)
  const [dataset, store, queue] = ['dataset', 'store', 'queue'].map((kind) => stableId(kind, id))
  const [startedAt, finishedAt] = [0, 900].map((ms) =>
    new Date(FIRST + n * STEP_MS + ms).toISOString(),
  )
  const zeros = { migrationCount: 0, rebootCount: 0, restartCount: 0, resurrectCount: 0 }
  return {
    id,
    actId: stableId('actor', n % 3 === 0 ? 'idle' : 'other'),
    userId: USER_ID,
    actorTaskId: null,
    startedAt: startedAt ?? '',
    finishedAt: finishedAt ?? '',
    status: STATUSES[n % STATUSES.length] ?? 'SUCCEEDED',
    statusMessage: `Finished ${createHash('md5').update(id).digest('hex')}`,
    isStatusMessageTerminal: true,
    meta: { origin: 'API', userAgent: null },
    stats: {
      inputBodyLen: 20,
      ...zeros,
      metamorph: 0,
      computeUnits: 0,
      durationMillis: 900,
      runTimeSecs: 0.9,
    },
    options: { build: 'latest', timeoutSecs: 3600, memoryMbytes: 1024, diskMbytes: 2048 },
    buildId: stableId('build', 'idle'),
    buildNumber: '0.1.0',
    exitCode: 0,
    generalAccess: 'FOLLOW_USER_SETTING',
    defaultKeyValueStoreId: store ?? '',
    defaultDatasetId: dataset ?? '',
    defaultRequestQueueId: queue ?? '',
    storageIds: {
      datasets: { default: dataset ?? '' },
      keyValueStores: { default: store ?? '' },
      requestQueues: { default: queue ?? '' },
    },
    isContainerServerReady: false,
    usage: { ACTOR_COMPUTE_UNITS: 0 },
    usageTotalUsd: 0,
    usageUsd: { ACTOR_COMPUTE_UNITS: 0 },
  }
}
