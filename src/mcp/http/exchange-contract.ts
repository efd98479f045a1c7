import type { IncomingMessage } from 'node:http'
import type { Era } from '../channel.ts'
import type { RequestContext } from '../request-handlers.ts'
import type { Started } from './in-flight-post.ts'
import type { Form } from './parse-post.ts'

/** One POST and how to answer it, in any era. */
export interface Exchange {
  request: IncomingMessage
  /** The legacy version that its header names. */
  version: string | undefined
  /** The request, or the list of a batch. */
  body: unknown
  /** Whether the answer is a stream of announcements. */
  isSubscription: boolean
  form: Form
  requestContext: RequestContext
  /** Aborts when the client disconnects. */
  signal: AbortSignal
  /** Called with what serves the request, so that it can be ended. */
  onStart(started: Started): void
}

export type AnswerExchange = (exchange: Exchange) => Promise<Response>

export type EraDispatch = (era: Era) => Promise<AnswerExchange>
