import type { IncomingMessage } from 'node:http'
import type { Era } from '../channel.ts'
import type { RequestMessage } from '../jsonrpc.ts'
import type { RequestContext } from '../request-context.ts'
import type { Started } from './in-flight-post.ts'
import type { Form } from './parse-post.ts'

/** One POST and how to answer it, in any era. */
export interface Exchange {
  request: IncomingMessage
  /** The legacy version that its header names. */
  version: string | undefined
  /** The request, or the list of a batch. */
  body: RequestMessage | RequestMessage[]
  /** Whether the answer is a stream of announcements. */
  isSubscription: boolean
  form: Form
  requestContext: RequestContext
  /** Returns a signal that aborts when the client disconnects. Only some versions cancel a request then. */
  disconnected(): AbortSignal
  /** Called with what serves the request, so that it can be ended. */
  onStart(started: Started): void
  /** Returns whether the client declared that it shows views in the handshake of its session. */
  declaredViews(): boolean
}

/** A response of an SDK, or a JSON document, which is written when it is sent: until then it would only take memory. */
export type Answer = Response | { document(): string }

/** Answers a POST; with undefined if what serves it was closed before. */
export type AnswerExchange = (exchange: Exchange) => Promise<Answer | undefined>

export type EraDispatch = (era: Era) => Promise<AnswerExchange>
