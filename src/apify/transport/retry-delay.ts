import { ApiFailure } from './api-failure.ts'
import type { ApiRequest } from './request.ts'

/** Retries after the first attempt. */
const MAX_RETRIES = 4

export interface RetryState {
  /** Retries made so far. */
  retries: number
  /** The longest pause before the first retry, in milliseconds. */
  firstRetryMs: number
  /** Returns a number from 0 to 1, for the jitter. */
  random?: () => number
}

/**
 * Returns how long to wait before a failed request is sent again: what the API asks for, or else
 * exponential backoff with full jitter.
 *
 * @returns milliseconds; undefined if the request must not be sent again
 */
export function retryDelay(
  failure: Error,
  request: Pick<ApiRequest, 'retry' | 'retries'>,
  { retries, firstRetryMs, random = Math.random }: RetryState,
): number | undefined {
  if (!mayRetry(failure, request.retry)) return undefined
  if (retries >= (request.retries ?? MAX_RETRIES)) return undefined
  return failure.retryAfterMs ?? random() * firstRetryMs * 2 ** retries
}

function mayRetry(failure: Error, retry: ApiRequest['retry']): failure is ApiFailure {
  if (!(failure instanceof ApiFailure) || !failure.transient) return false
  if (retry === 'always') return failure.status !== 408
  return failure.delivery === 'not-sent' || failure.status === 429
}
