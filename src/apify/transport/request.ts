import type { Readable } from 'node:stream'
import type { ApiResource } from './status-failure.ts'

/** One call's limits: its requests end with the signal, its retries before the deadline. */
export interface Scope {
  signal: AbortSignal
  /** On the clock of `performance.now()`, in milliseconds. */
  deadlineAt: number
}

export interface ApiRequest {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT'
  /** Path below the base URL, its segments already encoded. */
  path: string
  query?: Record<string, string | number | boolean | undefined>
  body?: Buffer
  contentType?: string
  /** Added to the User-Agent, by which a started run is found again. */
  startId?: string
  resource: ApiResource
  /** `always` for what may be done twice, `not-sent` for what must not: see `createApify`. */
  retry: 'always' | 'not-sent'
  /** Retries at most, where the usual number is too many. */
  retries?: number
  /** How long the answer may take to begin, in milliseconds. */
  responseTimeoutMs?: number
  /** How long one attempt may take in all, in milliseconds; streams have no such bound. */
  totalTimeoutMs?: number
}

export interface ApiResponse {
  status: number
  headers: Record<string, string | undefined>
  /** Decoded (gzip, deflate, brotli); what is left unread is never transferred. */
  body: AsyncIterable<Buffer>
}

/** An answer whose connection is held open; destroying the body closes it. */
export interface OpenResponse extends ApiResponse {
  body: Readable
}
