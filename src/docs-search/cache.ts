/** How long a copy is used without asking again, in milliseconds. */
const MAX_AGE_MS = 24 * 60 * 60 * 1000
/** How long a stale copy is used after a failure, or its error thrown again, before the next try, in milliseconds. */
const PAUSE_MS = 60_000

/** What may be kept. */
export interface CacheLimits {
  entries: number
  /** Of memory, estimated. */
  bytes: number
}

/** A value, and what it takes. */
export interface Sized<T> {
  value: T
  bytes: number
}

interface Copy<T> extends Sized<T> {
  /** On the clock of the cache, in milliseconds. */
  loadedAt: number
  failedAt?: number
}

interface Failure {
  error: unknown
  /** On the clock of the cache, in milliseconds. */
  failedAt: number
}

/** A value that was kept or has just been loaded. */
export interface Cached<T> {
  value: T
  /** How old a copy is that could not be loaded again, in milliseconds. */
  staleMs?: number
}

/** Keeps values of a day, those that were used last, and loads each of them once at a time. */
export class Cache<T> {
  /** In the order of their last use. */
  private readonly copies = new Map<string, Copy<T>>()
  /** What failed lately and has no copy: a site that does not answer must not delay each call. */
  private readonly failures = new Map<string, Failure>()
  private readonly loading = new Map<string, Promise<Cached<T>>>()

  /**
   * @param isGone tells of an error that the value does not exist any more, so that its copy is dropped
   * @param now a clock in milliseconds
   */
  constructor(
    private readonly limits: CacheLimits,
    private readonly isGone: (error: unknown) => boolean = () => false,
    private readonly now = () => performance.now(),
  ) {}

  /**
   * Returns a value from the cache, or loads it. Calls at the same time load it once.
   * @throws whatever `load` throws, if there is no copy to use instead; for a minute without loading again
   */
  get(key: string, load: () => Promise<Sized<T>>): Promise<Cached<T>> {
    const copy = this.copies.get(key)
    if (copy) {
      this.copies.delete(key)
      this.copies.set(key, copy)
      const now = this.now()
      if (now - copy.loadedAt < MAX_AGE_MS) return Promise.resolve({ value: copy.value })
      if (copy.failedAt !== undefined && now - copy.failedAt < PAUSE_MS)
        return Promise.resolve({ value: copy.value, staleMs: now - copy.loadedAt })
    }
    const failure = this.failures.get(key)
    if (failure && this.now() - failure.failedAt < PAUSE_MS) return Promise.reject(failure.error)
    const running = this.loading.get(key)
    if (running) return running
    const started = this.load(key, load).finally(() => this.loading.delete(key))
    this.loading.set(key, started)
    return started
  }

  private async load(key: string, load: () => Promise<Sized<T>>): Promise<Cached<T>> {
    try {
      const loaded = await load()
      this.failures.delete(key)
      this.keep(key, loaded)
      return { value: loaded.value }
    } catch (error) {
      const copy = this.copies.get(key)
      if (this.isGone(error)) this.copies.delete(key)
      else if (copy) {
        copy.failedAt = this.now()
        return { value: copy.value, staleMs: copy.failedAt - copy.loadedAt }
      } else this.keepFailure(key, error)
      throw error
    }
  }

  private keepFailure(key: string, error: unknown): void {
    this.failures.delete(key)
    this.failures.set(key, { error, failedAt: this.now() })
    for (const oldest of this.failures.keys()) {
      if (this.failures.size <= this.limits.entries) break
      this.failures.delete(oldest)
    }
  }

  private keep(key: string, loaded: Sized<T>): void {
    this.copies.delete(key)
    if (loaded.bytes > this.limits.bytes) return
    this.copies.set(key, { ...loaded, loadedAt: this.now() })
    let bytes = [...this.copies.values()].reduce((sum, copy) => sum + copy.bytes, 0)
    for (const [oldest, copy] of this.copies) {
      if (bytes <= this.limits.bytes && this.copies.size <= this.limits.entries) break
      this.copies.delete(oldest)
      bytes -= copy.bytes
    }
  }
}
