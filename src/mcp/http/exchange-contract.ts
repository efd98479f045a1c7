import type { IncomingMessage } from 'node:http'
import type { Era } from '../channel.ts'
import type { RequestContext } from '../request-handlers.ts'
import type { Started } from './in-flight-post.ts'
import type { Form } from './parse-post.ts'

/** One POST that is answered, in the terms of any era. */
export interface Exchange {
  request: IncomingMessage
  /** The version that its header names, one of those with a handshake. */
  version: string | undefined
  /** The request, or where there are several, these. */
  body: unknown
  form: Form
  requestContext: RequestContext
  /** Aborts where the client goes away. */
  signal: AbortSignal
  /** Told what serves the request, so that it can be ended. */
  onStart(started: Started): void
}

export type AnswerExchange = (exchange: Exchange) => Promise<Response>

export type EraDispatch = (era: Era) => Promise<AnswerExchange>
