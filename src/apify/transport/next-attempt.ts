import { ToolError } from '../../shared/errors.ts'
import { networkFailure } from './network-errors.ts'
import type { ApiRequest, Scope } from './request.ts'
import { type RetryState, retryDelay } from './retry-delay.ts'

interface Attempted extends RetryState {
  error: unknown
  /** The origin of the API. */
  origin: string
  isLocal: boolean | undefined
}

/** What a failed attempt throws, and how long to wait before the next one (ms); undefined if there is none. */
type NextAttempt = { failure: ToolError; delay: number } | { failure: unknown; delay?: undefined }

/** Returns the error of an attempt, and when the request is sent again, which is before the call ends. */
export function nextAttempt(
  request: Pick<ApiRequest, 'retry' | 'retries'>,
  { signal, deadlineAt }: Pick<Scope, 'signal' | 'deadlineAt'>,
  { error, origin, isLocal, ...state }: Attempted,
): NextAttempt {
  if (signal.aborted) return { failure: signal.reason }
  // The response arrived; it was more than the reader could hold.
  if (error instanceof RangeError) return { failure: error }
  const failure = error instanceof ToolError ? error : networkFailure(error, origin, isLocal)
  const delay = retryDelay(failure, request, state)
  const isLate = delay === undefined || performance.now() + delay > deadlineAt
  return isLate ? { failure } : { failure, delay }
}
