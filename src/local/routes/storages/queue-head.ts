import { ApiError, invalidValue } from '../../api-error.ts'
import type { Query } from '../../http/query.ts'
import { data, noContent } from '../../http/reply.ts'
import type { ApiRequest, ResourceRoute } from '../../http/router.ts'
import { toHeadItem } from '../../storage/request-queue/queue-request.ts'
import type { RequestQueue } from '../../storage/request-queue/request-queue.ts'

/** From the API's description of locking the head. */
const MAX_LOCKED_HEAD = 25

const DEFAULT_HEAD = 100
const MAX_HEAD = 1000

/** A day: long enough for any request, but not for ever. */
const MAX_LOCK_SECS = 86_400

export const queueHeadRows: ResourceRoute<RequestQueue>[] = [
  {
    method: 'GET',
    path: '/head',
    handler: (queue, { query }) => {
      const limit = Math.min(query.integer('limit', 0) || DEFAULT_HEAD, MAX_HEAD)
      return data({ ...describeHead(queue, limit), items: queue.head(limit).map(toHeadItem) })
    },
  },
  {
    method: 'POST',
    path: '/head/lock',
    handler: (queue, { query }) => {
      const limit = query.integer('limit', 0, MAX_LOCKED_HEAD) || MAX_LOCKED_HEAD
      const lockSecs = readLockSecs(query)
      const clientKey = query.text('clientKey') ?? ''
      const items = queue.head(limit).map((request) => ({
        ...toHeadItem(request),
        lockExpiresAt: queue.locks.set(request.id, clientKey, lockSecs).toISOString(),
      }))
      const queueHasLockedRequests = queue.locks.isAny
      const head = { ...describeHead(queue, limit), queueHasLockedRequests, clientKey, lockSecs }
      return data({ ...head, items }, 201)
    },
  },
  {
    method: 'PUT',
    path: '/requests/:requestId/lock',
    handler: async (queue, request) => {
      const lockSecs = readLockSecs(request.query)
      const { id, clientKey } = checkLock(queue, request)
      if (request.query.flag('forefront')) await queue.move(id, true)
      const lockExpiresAt = queue.locks.set(id, clientKey, lockSecs).toISOString()
      return data({ lockExpiresAt })
    },
  },
  {
    method: 'DELETE',
    path: '/requests/:requestId/lock',
    handler: async (queue, request) => {
      const { id } = checkLock(queue, request)
      queue.locks.remove(id)
      if (request.query.flag('forefront')) await queue.move(id, true)
      return noContent()
    },
  },
  {
    method: 'POST',
    path: '/requests/unlock',
    handler: (queue, { query }) =>
      data({ unlockedCount: queue.locks.removeAllOf(query.text('clientKey') ?? '') }),
  },
]

function describeHead(queue: RequestQueue, limit: number) {
  const queueModifiedAt = queue.describe().modifiedAt
  return { limit, queueModifiedAt, hadMultipleClients: queue.hadMultipleClients }
}

function readLockSecs(query: Query): number {
  const seconds = query.number('lockSecs', 0, MAX_LOCK_SECS)
  if (seconds !== undefined) return seconds
  throw invalidValue('The query parameter "lockSecs" is required: how long to lock, in seconds.')
}

/** @throws {ApiError} 404 unless this client holds the lock: only it may prolong or remove it */
function checkLock(queue: RequestQueue, { param, query }: ApiRequest) {
  const id = param('requestId')
  const clientKey = query.text('clientKey') ?? ''
  if (queue.locks.holder(id) === clientKey) return { id, clientKey }
  const message = `The request "${id.slice(0, 50)}" is not locked by this client. Lock the head of the queue first.`
  throw new ApiError(404, 'record-not-found', message)
}
