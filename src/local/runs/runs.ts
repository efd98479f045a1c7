import { setTimeout as delay } from 'node:timers/promises'
import { DEFAULT_TIMEOUT_SECS } from '../actor-objects.ts'
import type { Actor } from '../actor-project.ts'
import { ApiError, notFound } from '../http/errors.ts'
import { randomId, USER_ID } from '../ids.ts'
import type { Input } from '../input.ts'
import type { Dataset } from '../storage/dataset.ts'
import type { KeyValueStore } from '../storage/key-value-store.ts'
import type { RequestQueue } from '../storage/request-queue.ts'
import type { Storages } from '../storage/storages.ts'
import { ActiveRun, type RunContext } from './active-run.ts'
import { readText } from './log.ts'
import type { Run, RunOptions } from './model.ts'

export interface RunsOptions extends RunContext {
  datasets: Storages<Dataset>
  keyValueStores: Storages<KeyValueStore>
  requestQueues: Storages<RequestQueue>
  onFault: (error: unknown) => void
}

/** What the caller of a run chose; the rest is the Actor's default. */
export interface StartOptions {
  input: Input | undefined
  options: Partial<RunOptions>
  userAgent: string | undefined
}

/** All runs, those in progress and those of the past. */
export class Runs {
  private readonly active = new Map<string, ActiveRun>()
  private isClosed = false

  constructor(private readonly options: RunsOptions) {}

  /** Starts a run and returns it at once, as `READY`. */
  async start(actor: Actor, { input, options, userAgent }: StartOptions): Promise<Run> {
    const id = randomId()
    const owner = { actId: actor.id, actRunId: id }
    const { datasets, keyValueStores, requestQueues, store, marks, onFault } = this.options
    const [dataset, keyValueStore, requestQueue] = await Promise.all([
      datasets.create({ ...owner, schema: actor.datasetSchema ?? null }),
      keyValueStores.create(owner),
      requestQueues.create(owner),
    ])
    if (input) {
      const { bytes, contentType } = input
      await keyValueStore.set({ key: 'INPUT', contentType, contentEncoding: '' }, [bytes])
    }
    const storageIds = {
      dataset: dataset.properties.id,
      store: keyValueStore.properties.id,
      queue: requestQueue.properties.id,
    }
    const run = newRun(actor, id, storageIds)
    const meta = { origin: 'API' as const, userAgent: userAgent ?? null }
    const stats = { ...run.stats, inputBodyLen: input?.bytes.length ?? 0 }
    const chosen: Run = { ...run, meta, stats, options: { ...run.options, ...options } }
    await marks.set(id, {})
    await store.add(chosen)
    if (this.isClosed) throw new ApiError(503, 'internal-server-error', CLOSED)
    const active = new ActiveRun(chosen, actor, this.options, onFault)
    this.active.set(id, active)
    active.ended.then(() => this.active.delete(id))
    return chosen
  }

  /** Throws 404 `record-not-found`. */
  async get(id: string): Promise<Run> {
    const run = await this.options.store.get(id)
    if (!run) throw notFound('Actor run')
    return run
  }

  /** All runs, oldest first. */
  list(): Promise<Run[]> {
    return this.options.store.list()
  }

  /** Resolves with the run when it ends, or as it is when the time is over or the signal fires. */
  async waitForFinish(id: string, seconds: number, signal: AbortSignal): Promise<Run> {
    const active = this.active.get(id)
    if (active && seconds > 0) {
      const waiting = new AbortController()
      const until = AbortSignal.any([signal, waiting.signal])
      const time = delay(seconds * 1000, undefined, { signal: until }).catch(() => {})
      await Promise.race([active.ended, time])
      waiting.abort()
    }
    return this.get(id)
  }

  /** Begins to end a run; a run that has ended stays as it is. */
  async abort(id: string, gracefully: boolean): Promise<Run> {
    await this.active.get(id)?.abort(gracefully)
    return this.get(id)
  }

  /** Changes what a run says of itself. */
  async update(id: string, change: Partial<Run>): Promise<Run> {
    const run = await this.get(id)
    const active = this.active.get(id)
    await (active ? active.update(change) : this.options.store.save({ ...run, ...change }))
    return this.get(id)
  }

  /** The log so far; with `follow`, on to its end. */
  readLog(id: string, follow: AbortSignal | undefined): AsyncGenerator<string> {
    const active = this.active.get(id)
    if (active && follow) return active.log.follow(follow)
    return readText(this.options.store.logPath(id))
  }

  /** The number of runs in progress. */
  get activeCount(): number {
    return this.active.size
  }

  /** Ends all runs in progress and waits until they have; no new one starts. */
  async close(): Promise<void> {
    this.isClosed = true
    await Promise.all([...this.active.values()].map((run) => run.close()))
    this.options.watchdog.close()
  }
}

const CLOSED = 'The local platform is closing. Start the run again when it is back.'

function newRun(
  actor: Actor,
  id: string,
  ids: { dataset: string; store: string; queue: string },
): Run {
  return {
    id,
    actId: actor.id,
    userId: USER_ID,
    startedAt: new Date().toISOString(),
    finishedAt: null,
    status: 'READY',
    statusMessage: null,
    isStatusMessageTerminal: null,
    meta: { origin: 'API', userAgent: null },
    stats: NO_STATS,
    options: {
      build: 'latest',
      timeoutSecs: DEFAULT_TIMEOUT_SECS,
      memoryMbytes: actor.memoryMbytes,
      diskMbytes: actor.memoryMbytes * 2,
    },
    buildId: actor.buildId,
    buildNumber: actor.buildNumber,
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
