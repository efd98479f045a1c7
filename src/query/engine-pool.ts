import type { Shares, Tenant } from '../shared/shares.ts'
import { Engine, type EngineWorker } from './engine.ts'
import type { PrepareOptions } from './query-contract.ts'
import { createQueryPlaces } from './query-places.ts'
import { type LoadedEngine, TableCache } from './table-cache.ts'

/** Tables of which it is remembered that their engine had to be ended. */
const MAX_LOST = 100
/** What an engine takes that is warmed up and has no tables yet. */
export const SPARE_BYTES = 13 * 1024 * 1024
/** The answer leaves first: starting a worker blocks the main thread for some milliseconds. */
const SPARE_DELAY_MS = 50

export interface PoolOptions {
  /** What one engine may take, and the tables of all that are kept, in MiB. */
  maxMb: number
  /** Whether tables are kept for the next question. */
  keeps: boolean
  /** Queries at a time. Default: one for each core. */
  atOnce?: number
  /** The places of queries. Default: `atOnce` of this process. */
  places?: Shares | undefined
  /** How many processes keep tables of their own in that memory. Default: 1. */
  processes?: number | undefined
  /** Compiles SQLite's program for all engines. Default: each does it itself. */
  compile?: () => Promise<unknown>
  /** Starts the worker of an engine. Default: the program of this folder. */
  startWorker?: () => EngineWorker
}

/** What an engine is used for. */
export interface EngineUse<T> {
  tenant: Tenant
  signal: AbortSignal
  /** Identifies the tables: the tenant, the datasets and their fields. */
  key: string
  /** Returns the version of the rows in the API; undefined if kept tables may differ from them. */
  version(): Promise<string | undefined>
  /** Fills the tables of a new engine. */
  load(engine: Engine): Promise<Omit<LoadedEngine, 'engine'>>
  /** @param origin `again` if the tables were loaded before and lost, as their engine had to be ended */
  work(loaded: LoadedEngine, origin: 'kept' | 'loaded' | 'again'): Promise<T>
}

/**
 * Engines, as many at a time as there are cores; the others wait for their turn. Since the first question one more
 * is ready for the next.
 */
export class EnginePool {
  private readonly places: Shares
  private readonly cache: TableCache
  private readonly running = new Set<Engine>()
  private readonly lost = new Set<string>()
  private spare: Engine | undefined
  private program: Promise<unknown> | undefined
  private isClosed = false

  constructor(private readonly options: PoolOptions) {
    const { maxMb, atOnce, places = createQueryPlaces(atOnce), processes = 1 } = options
    this.cache = new TableCache(Math.max(0, (maxMb * 1024 * 1024) / processes - SPARE_BYTES))
    this.places = places
  }

  /** Starts an engine for the question that comes, if none is ready and its tables cannot be kept. */
  prepare(): void {
    if (this.cache.isEmpty) this.makeSpare('asked')
  }

  /**
   * Waits for a place, and works with an engine that has the tables.
   * @throws {ToolError} if too many queries of the tenant wait; the reason of `signal`; whatever the functions of `use` throw
   */
  async use<T>(use: EngineUse<T>): Promise<T> {
    const { key } = use
    const leave = await this.places.acquire(use.tenant, 1, use.signal)
    const kept = await this.takeKept(use).catch((error: unknown) => {
      leave()
      throw error
    })
    const engine = kept?.engine ?? this.takeSpare()
    const unbind = engine.bind(use.signal)
    this.running.add(engine)
    if (this.isClosed) void engine.end()
    let loaded = kept
    try {
      loaded ??= { engine, ...(await use.load(engine)) }
      const wasLost = loaded.version !== undefined && this.lost.delete(key)
      return await use.work(loaded, kept ? 'kept' : wasLost ? 'again' : 'loaded')
    } finally {
      unbind()
      this.running.delete(engine)
      // The memory is free when the worker has ended, for which the answer need not wait.
      void this.giveBack(engine, loaded, key).finally(leave)
      if (!kept) setTimeout(() => this.makeSpare('idle'), SPARE_DELAY_MS).unref()
    }
  }

  /** Ends all engines. Queries that are in progress fail. */
  async close(): Promise<void> {
    this.isClosed = true
    const engines = [...this.running].map((engine) => engine.end())
    await Promise.all([...engines, this.spare?.end(), this.cache.close()])
  }

  /** Takes the engine that has the tables. If no engine has them in any version, no version is asked for. */
  private async takeKept(use: EngineUse<unknown>): Promise<LoadedEngine | undefined> {
    if (!this.cache.has(use.key)) return undefined
    const version = await use.version()
    return version === undefined ? undefined : this.cache.take(use.key, version)
  }

  /** @param when `asked`: a question comes at once; `idle`: there is time to warm up */
  private makeSpare(when: 'asked' | 'idle'): void {
    if (this.isClosed || this.spare?.isBroken === false) return
    this.spare = this.startEngine({ isSpare: when === 'idle' })
  }

  private takeSpare(): Engine {
    const { spare } = this
    this.spare = undefined
    return spare?.isBroken === false ? spare : this.startEngine({ isSpare: false })
  }

  private startEngine({ isSpare }: Pick<PrepareOptions, 'isSpare'>): Engine {
    const { maxMb, compile = async () => undefined, startWorker } = this.options
    this.program ??= compile()
    return new Engine(
      this.program.then((program) => ({ maxMb, program, isSpare })),
      startWorker,
    )
  }

  /** Keeps an engine whose tables may be asked about again, and ends any other. */
  private async giveBack(
    engine: Engine,
    loaded: LoadedEngine | undefined,
    key: string,
  ): Promise<void> {
    const isKept = this.options.keeps && loaded?.version !== undefined
    if (isKept && !engine.isBroken && !this.isClosed) return this.cache.put(loaded)
    if (isKept) this.remember(key)
    await engine.end()
  }

  /** Remembers that the engine of some tables was ended. */
  private remember(key: string): void {
    this.lost.add(key)
    const [oldest] = this.lost
    if (this.lost.size > MAX_LOST && oldest !== undefined) this.lost.delete(oldest)
  }
}
