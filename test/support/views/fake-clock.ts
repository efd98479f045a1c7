import type { Clock } from '../../../src/views/run/clock.ts'

/** A clock that a test moves. */
export class FakeClock implements Clock {
  #now = 0
  #waits: { until: number; end: () => void }[] = []

  now(): number {
    return this.#now
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve()
      this.#waits.push({ until: this.#now + ms, end: resolve })
      signal.addEventListener('abort', () => resolve())
    })
  }

  /** Lets so many milliseconds pass, and what waited for them go on. */
  async pass(ms: number): Promise<void> {
    this.#now += ms
    const due = this.#waits.filter(({ until }) => until <= this.#now)
    this.#waits = this.#waits.filter(({ until }) => until > this.#now)
    for (const { end } of due) end()
    await settle()
  }
}

/** Lets everything run that waits for nothing. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
