import { type LimitedSignal, limitSignal } from '../../shared/limit-signal.ts'
import type { ApiWatch } from '../types/api-watch.ts'
import { timeoutError } from './network-errors.ts'

/** The client's timeouts and pauses, in milliseconds. */
export interface Timeouts {
  /** The longest pause before the first retry; it doubles with each, and jitter shortens it. */
  firstRetryMs: number
  /** How long a response may take to begin, and how long it may pause afterwards. */
  responseTimeoutMs: number
  /** How long an entire JSON response may take. */
  totalTimeoutMs: number
  /** How long a write that must not be repeated may take; leaves time to look it up afterwards. */
  writeTimeoutMs: number
  /** How long one lookup of a write may take. */
  lookupTimeoutMs: number
  /** Lookups are repeated after these pauses: lists of runs and datasets lag some seconds behind. */
  lookupPausesMs: readonly number[]
  /** Time kept free at the end of a call, to report what is known. */
  reserveMs: number
}

/** Four retries wait at most 7.5 s; a write and its lookups fit into a call of 50 s. */
export const DEFAULT_TIMEOUTS: Timeouts = {
  firstRetryMs: 500,
  responseTimeoutMs: 20_000,
  totalTimeoutMs: 25_000,
  writeTimeoutMs: 25_000,
  lookupTimeoutMs: 5_000,
  lookupPausesMs: [250, 500, 1000, 2000, 4000],
  reserveMs: 500,
}

/** The deadline and timeouts of one call. */
export interface CallTimes {
  signal: AbortSignal
  /** When the call ends, in milliseconds of `performance.now()`. */
  deadlineAt: number
  timeouts: Timeouts
  /** Hears whether a lost write is found. */
  watch?: ApiWatch | undefined
}

/** Returns the time left in a call without its reserve, in milliseconds. */
export function timeLeft({ deadlineAt, timeouts }: CallTimes): number {
  return deadlineAt - timeouts.reserveMs - performance.now()
}

/** Yields when to look up a write whose response was lost, and how long each lookup may take. */
export function* lookupAttempts(times: CallTimes): Generator<{ pause: number; ms: () => number }> {
  const ms = () => Math.max(1, Math.min(times.timeouts.lookupTimeoutMs, timeLeft(times)))
  for (const pause of [0, ...times.timeouts.lookupPausesMs]) {
    if (timeLeft(times) <= pause) return
    yield { pause, ms }
  }
}

/** Returns a signal for one attempt, which may also abort after `ms`. Once stopped, what is left of a body is discarded. */
export function withTimeout(signal: AbortSignal, ms = Number.POSITIVE_INFINITY): LimitedSignal {
  return limitSignal(signal, ms, timeoutError)
}
