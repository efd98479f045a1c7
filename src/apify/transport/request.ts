import type { Readable } from 'node:stream'
import type { ToolError } from '../../shared/errors.ts'
import type { ApiWatch } from '../types/api-watch.ts'
import type { ApiResource } from './api-resource.ts'

/** The limits of one call: the signal aborts its requests; no retry begins after the deadline. */
export interface Scope {
  signal: AbortSignal
  /** In milliseconds of `performance.now()`. */
  deadlineAt: number
  /** Whether a tool is offered, so that an error may show what that tool shows. Default: none is. */
  offers?: OffersTool | undefined
  /** Hears of the requests. Default: nobody does. */
  watch?: ApiWatch | undefined
}

export type OffersTool = (tool: string) => boolean

/** A body that is not in memory. Each attempt reads it from its beginning. */
export interface FileBody {
  bytes: number
  chunks(): AsyncIterable<Buffer>
}

export interface ApiRequest {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  /** The path below the base URL; its segments are already encoded. */
  path: string
  query?: Record<string, string | number | boolean | undefined>
  body?: Buffer | FileBody
  contentType?: string
  /** Added to the User-Agent, so that a started run can be found again. */
  startId?: string
  resource: ApiResource
  /** Whether the API itself may send an HTML page; by default only rows in format `html`. */
  mayBePage?: boolean
  /** `always` if it may be done twice, `not-sent` if it must not be: see `createApify`. */
  retry: 'always' | 'not-sent'
  /** Called with the failure before it is sent again. */
  onRetry?: (failure: ToolError) => void
  /** The most retries, if fewer than by default. */
  retries?: number
  /** How long the response may take to begin, in milliseconds. */
  responseTimeoutMs?: number
  /** How long one attempt may take in total, in milliseconds; streams have no such limit. */
  totalTimeoutMs?: number
}

export interface ApiResponse {
  status: number
  headers: Record<string, string | undefined>
  /** Decoded (gzip, deflate, brotli). Of what is not read at most 64 KiB is transferred. */
  body: AsyncIterable<Buffer>
}

/** A response with an open connection; destroying the body closes it. */
export interface OpenResponse extends ApiResponse {
  body: Readable
  /** Whether the API itself sent it, not a server to which it redirected. */
  isApi: boolean
}
