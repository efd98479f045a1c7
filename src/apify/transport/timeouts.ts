/** Every time that the client waits, in milliseconds. */
export interface Timing {
  /** The longest pause before the first retry; it doubles with each, and jitter shortens it. */
  firstRetryMs: number
  /** How long an answer may take to begin, and how long it may rest once it has begun. */
  answerMs: number
  /** How long a whole JSON answer may take, however slowly it drips. */
  wholeMs: number
  /** How long a write that must not be doubled may take; leaves time to look what became of it. */
  writeMs: number
  /** How long one look for a write may take. */
  lookMs: number
  /** Looks are repeated after these pauses: lists of runs and datasets lag some seconds behind. */
  lookAgainMs: readonly number[]
  /** What the end of a call is kept free for: to say what is known. */
  lastWordMs: number
}

/** Four retries take at most 7.5 s; a write and the looks for it fit a call of 50 s. */
export const TIMING: Timing = {
  firstRetryMs: 500,
  answerMs: 20_000,
  wholeMs: 25_000,
  writeMs: 25_000,
  lookMs: 5_000,
  lookAgainMs: [250, 500, 1000, 2000, 4000],
  lastWordMs: 500,
}

/** The times of one call. */
export interface CallTimes {
  signal: AbortSignal
  /** When the call ends, on the clock of `performance.now()`, in milliseconds. */
  deadlineAt: number
  timing: Timing
}

/** What is left of a call but its last word, in milliseconds. */
export function timeLeft({ deadlineAt, timing }: CallTimes): number {
  return deadlineAt - timing.lastWordMs - performance.now()
}

/** When to look for a write whose answer is lost, and how long each look may take. */
export function* lookTimes(times: CallTimes): Generator<{ pause: number; ms: () => number }> {
  const ms = () => Math.max(1, Math.min(times.timing.lookMs, timeLeft(times)))
  for (const pause of [0, ...times.timing.lookAgainMs]) {
    if (timeLeft(times) <= pause) return
    yield { pause, ms }
  }
}
