import { ApiFailure } from '../apify/transport/api-failure.ts'
import { ToolError, toToolError } from '../shared/errors.ts'

/** The pauses before an Actor is tried again. Until the last of them a list counts as incomplete. */
const PAUSES_MS = [5000, 15_000, 45_000]
/** The pause before each later try: an outage may last for hours, and a server for weeks. */
const LAST_PAUSE_MS = 300_000

/** Returns how long to wait after so many tries, in milliseconds. */
export function pauseAfter(tries: number): number {
  return PAUSES_MS[tries - 1] ?? LAST_PAUSE_MS
}

/** Returns whether an Actor may still be expected after so many more tries have failed. */
export function mayPass(retries: number): boolean {
  return retries < PAUSES_MS.length
}

/**
 * Returns whether another try would fail like this one. An answer that makes no sense may pass, and so
 * may that of a network which wants a login first.
 */
export function staysTheSame(error: unknown): boolean {
  if (!(error instanceof ApiFailure)) return error instanceof ToolError
  return !error.transient && !error.foreign && (error.status ?? 0) >= 400
}

/** Returns what an error says to the operator. */
export function messageOf(error: unknown): string {
  const isLate = error instanceof Error && error.name === 'TimeoutError'
  return isLate ? 'The API has not answered in time.' : toToolError(error).message
}
