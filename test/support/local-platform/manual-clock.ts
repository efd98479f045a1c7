import type { Clock } from '../../../src/local/schedules/clock.ts'

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  private readonly waiting = new Set<{ time: number; call: () => void }>()

  constructor(private time: number | string) {
    this.time = Date.parse(String(time))
  }

  now(): number {
    return Number(this.time)
  }

  at(time: number, call: () => void): () => void {
    const one = { time, call }
    this.waiting.add(one)
    return () => void this.waiting.delete(one)
  }

  /** The times for which something waits, earliest first. */
  get planned(): string[] {
    const times = [...this.waiting].map(({ time }) => time).sort((a, b) => a - b)
    return times.map((time) => new Date(time).toISOString())
  }

  /** Sets the time, later or earlier, and calls what waits for it. */
  set(time: string): void {
    this.time = Date.parse(time)
    for (const one of [...this.waiting]) {
      if (one.time > this.time) continue
      this.waiting.delete(one)
      one.call()
    }
  }
}
