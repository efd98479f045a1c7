import type { RequestId } from '@modelcontextprotocol/sdk/types.js'
import type { Tenant } from './auth.ts'
import { SERVER_ERROR } from './http-error.ts'
import type { InFlightPost } from './in-flight-requests.ts'
import type { Form, Post } from './parse-post.ts'

/** The error of a cancelled request, if it must be answered. */
export const CANCELLED = 'The call was cancelled by its client.'

/** What serves the requests of a POST, in any era. */
export interface Started {
  close(): Promise<void>
  send(message: ErrorMessage): Promise<void>
  /** Stops one request of several. */
  cancel?(requestId: RequestId): void
}

interface ErrorMessage {
  jsonrpc: '2.0'
  id: RequestId
  error: { code: number; message: string }
}

export interface ServedPost extends InFlightPost {
  /** Sets what serves the requests: from now on a request is stopped there, not only left out. */
  start(serving: Started): void
}

/** Creates the entry by which cancellation and shutdown reach the requests of one POST. */
export function createInFlightPost(
  post: Post,
  form: Form,
  tenant: Tenant,
  sessionId: string | undefined,
): ServedPost {
  const requestIds = new Set(post.requests.map(({ id }) => id))
  let started: Started | undefined
  const fail = (id: RequestId, message: string) =>
    // Sending fails if the answer was sent in the meantime.
    started?.send({ jsonrpc: '2.0', id, error: { code: SERVER_ERROR, message } }).catch(() => {})
  const close = () => started?.close().catch(() => {})
  return {
    tenant: tenant.digest,
    sessionId,
    requestIds,
    start(serving) {
      started = serving
    },
    cancel(requestId) {
      requestIds.delete(requestId)
      const isLast = requestIds.size === 0
      if (!isLast) started?.cancel?.(requestId)
      // A cancelled request needs no answer, but HTTP needs a document and a batch its count.
      if (!isLast || form === 'json') fail(requestId, CANCELLED)
      if (isLast) close()
    },
    end(message) {
      for (const id of requestIds) fail(id, message)
      close()
    },
  }
}
