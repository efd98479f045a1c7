/** Tells the time and calls when a time has come. */
export interface Clock {
  /** Returns the time, in milliseconds since 1970. */
  now(): number
  /**
   * Calls once when a time has come, or soon if it has passed. Does not keep the process alive.
   * @returns a function that calls it off
   */
  at(time: number, call: () => void): () => void
}

/**
 * How long a timer runs at most, in milliseconds. Node's timers do not see that the system's clock is set or that the
 * computer sleeps, and take no more than 24 days.
 */
const LOOK_MS = 30_000

/** The clock of the system. */
export const systemClock: Clock = {
  now: Date.now,
  at(time, call) {
    let timer: NodeJS.Timeout
    const wait = () => {
      timer = setTimeout(look, Math.min(Math.max(0, time - Date.now()), LOOK_MS)).unref()
    }
    // A timer may be a millisecond early.
    const look = () => (Date.now() < time ? wait() : call())
    wait()
    return () => clearTimeout(timer)
  },
}
