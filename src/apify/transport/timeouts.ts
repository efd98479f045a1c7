/** Every time that the client waits, in milliseconds. */
export interface Timeouts {
  /** The longest pause before the first retry; it doubles with each, and jitter shortens it. */
  firstRetryMs: number
  /** How long an answer may take to begin, and how long it may rest once it has begun. */
  responseTimeoutMs: number
  /** How long a whole JSON answer may take, however slowly it drips. */
  totalTimeoutMs: number
  /** How long a write that must not be doubled may take; leaves time to look what became of it. */
  writeTimeoutMs: number
  /** How long one look for a write may take. */
  lookupTimeoutMs: number
  /** Looks are repeated after these pauses: lists of runs and datasets lag some seconds behind. */
  lookupPausesMs: readonly number[]
  /** What the end of a call is kept free for: to say what is known. */
  reserveMs: number
}

/** Four retries take at most 7.5 s; a write and the looks for it fit a call of 50 s. */
export const DEFAULT_TIMEOUTS: Timeouts = {
  firstRetryMs: 500,
  responseTimeoutMs: 20_000,
  totalTimeoutMs: 25_000,
  writeTimeoutMs: 25_000,
  lookupTimeoutMs: 5_000,
  lookupPausesMs: [250, 500, 1000, 2000, 4000],
  reserveMs: 500,
}

/** The times of one call. */
export interface CallTimes {
  signal: AbortSignal
  /** When the call ends, on the clock of `performance.now()`, in milliseconds. */
  deadlineAt: number
  timeouts: Timeouts
}

/** What is left of a call but its last word, in milliseconds. */
export function timeLeft({ deadlineAt, timeouts }: CallTimes): number {
  return deadlineAt - timeouts.reserveMs - performance.now()
}

/** When to look for a write whose answer is lost, and how long each look may take. */
export function* lookupAttempts(times: CallTimes): Generator<{ pause: number; ms: () => number }> {
  const ms = () => Math.max(1, Math.min(times.timeouts.lookupTimeoutMs, timeLeft(times)))
  for (const pause of [0, ...times.timeouts.lookupPausesMs]) {
    if (timeLeft(times) <= pause) return
    yield { pause, ms }
  }
}
