import type { HoldKind, HoldRequest } from './protocol.ts'

/** Waits for an amount; `ended` aborts when it is no longer wanted. */
export type Acquire = (request: HoldRequest, ended: AbortSignal) => Promise<Acquired>

interface Acquired {
  /** Whether it may wait to be released; if not, the worker should end it soon. It counts in any case. */
  mayWait: boolean
  release(): void
}

interface Entry {
  of: HoldKind
  end(): void
}

/** What one worker holds, or waits for. */
export class WorkerHolds {
  private readonly entries = new Map<number, Entry>()

  constructor(private readonly acquire: Acquire) {}

  /**
   * Acquires an amount, and keeps it until `release`.
   * @throws whatever `acquire` throws
   */
  async hold(request: HoldRequest): Promise<boolean> {
    const { id, of } = request
    const ended = new AbortController()
    this.entries.set(id, { of, end: () => ended.abort() })
    try {
      const { mayWait, release } = await this.acquire(request, ended.signal)
      if (ended.signal.aborted) release()
      else this.entries.set(id, { of, end: release })
      return mayWait
    } catch (error) {
      this.entries.delete(id)
      throw error
    }
  }

  /** Gives an amount back, or gives up waiting for it. */
  release(id: number): void {
    const entry = this.entries.get(id)
    this.entries.delete(id)
    entry?.end()
  }

  /** Gives everything back: the worker has ended. */
  releaseAll(): void {
    for (const id of [...this.entries.keys()]) this.release(id)
  }

  /** Returns how many requests the worker is answering. */
  get requests(): number {
    return [...this.entries.values()].filter(({ of }) => of === 'slots' || of === 'left').length
  }
}
