import { addInParts } from '../delivery/add-in-parts.ts'
import { isAmbiguous } from '../transport/api-failure.ts'
import type { Request, Requester } from '../transport/requester.ts'
import { storagePath } from '../transport/resource-paths.ts'
import {
  type AddedRequests,
  type ApiQueue,
  type ApiQueueHead,
  apiBatchAdded,
  apiQueue,
  apiQueueHead,
  type QueueRequest,
} from '../types/queue-types.ts'
import type { StorageRef } from '../types/storage-types.ts'
import type { FindNamed } from './find-named.ts'

/** How the requests of one call are added. */
interface AddOptions {
  forefront?: boolean | undefined
  /** Called with the number of requests that were sent so far. */
  onPart?: (sent: number) => void
}

/** Returns the endpoints of request queues. */
export function queueEndpoints(requester: Requester, named: FindNamed) {
  return {
    /** GET /v2/request-queues/:id and /v2/actor-runs/:id/request-queue */
    getQueue(ref: StorageRef): Promise<ApiQueue> {
      return named.inStorage('request queue', ref, (path, resource) =>
        requester.data(apiQueue, { method: 'GET', path, resource }),
      )
    },

    /** GET /v2/request-queues/:id/head: the requests that come next, without locking them. */
    queueHead(queueId: string, limit: number): Promise<ApiQueueHead> {
      return requester.data(apiQueueHead, {
        method: 'GET',
        path: `${storagePath('request queue', { id: queueId })}/head`,
        query: { limit },
        resource: { kind: 'request queue', id: queueId },
      })
    },

    /**
     * POST /v2/request-queues/:id/requests/batch, in as many parts as it takes. A request that the queue
     * has already is not added again, so each part may be repeated.
     * @throws {ToolError} says how many requests were sent before a part failed
     */
    async addRequests(
      queueId: string,
      requests: readonly QueueRequest[],
      { forefront, onPart }: AddOptions,
    ): Promise<AddedRequests> {
      let isRepeated = false
      const request = {
        method: 'POST',
        path: `${storagePath('request queue', { id: queueId })}/requests/batch`,
        query: { forefront },
        contentType: 'application/json; charset=utf-8',
        resource: { kind: 'request queue', id: queueId },
        onRetry(failure) {
          isRepeated ||= isAmbiguous(failure)
        },
      } satisfies Request
      const post = (part: readonly QueueRequest[]) => {
        const body = Buffer.from(JSON.stringify(part))
        return requester.data(apiBatchAdded, { ...request, body })
      }
      const result = await addInParts(requests, { times: requester, post, onPart })
      return { ...result, isRepeated }
    },
  }
}
