import { z } from 'zod'
import { ApiError, notFound } from '../../api-error.ts'
import { readJsonAs } from '../../http/json-body.ts'
import { data, noContent } from '../../http/reply.ts'
import type { ApiRequest, ResourceRoute } from '../../http/router.ts'
import { newRequest, requestIdOf } from '../../storage/request-queue/queue-request.ts'
import type { RequestQueue } from '../../storage/request-queue/request-queue.ts'

/** From the API's description of adding and deleting requests in batches. */
const MAX_BATCH = 25

/** From the API's description of listing requests. */
const MAX_LISTED = 10_000
const DEFAULT_LISTED = 1000

const newBatch = z.array(newRequest).min(1).max(MAX_BATCH)

const idBatch = z
  .array(z.union([z.object({ id: z.string() }), z.object({ uniqueKey: z.string() })]))
  .min(1)
  .max(MAX_BATCH)

export const queueRequestRows: ResourceRoute<RequestQueue>[] = [
  { method: 'GET', path: '/requests', handler: listRequests },
  {
    method: 'POST',
    path: '/requests',
    handler: async (queue, request) => {
      const body = await readJsonAs(newRequest, request.message)
      const [registration] = await queue.add([body], request.query.flag('forefront'))
      return data({ ...registration }, 201)
    },
  },
  {
    method: 'POST',
    path: '/requests/batch',
    handler: async (queue, request) => {
      const batch = await readJsonAs(newBatch, request.message)
      const registrations = await queue.add(batch, request.query.flag('forefront'))
      const processedRequests = registrations.map((registration, i) => ({
        ...registration,
        uniqueKey: batch[i]?.uniqueKey,
      }))
      return data({ processedRequests, unprocessedRequests: [] }, 201)
    },
  },
  {
    method: 'DELETE',
    path: '/requests/batch',
    handler: async (queue, request) => {
      const batch = await readJsonAs(idBatch, request.message)
      const ids = batch.map((one) => ('id' in one ? one.id : requestIdOf(one.uniqueKey)))
      const deleted = await queue.delete(ids)
      const processedRequests = deleted.map(({ id, uniqueKey }) => ({ id, uniqueKey }))
      return data({ processedRequests, unprocessedRequests: [] })
    },
  },
  {
    method: 'GET',
    path: '/requests/:requestId',
    handler: (queue, { param }) => {
      const request = queue.get(param('requestId'))
      if (!request) throw notFound('Request')
      return data(request)
    },
  },
  {
    method: 'PUT',
    path: '/requests/:requestId',
    handler: async (queue, request) => {
      const id = request.param('requestId')
      const body = await readJsonAs(newRequest, request.message)
      if (requestIdOf(body.uniqueKey) !== id && queue.get(id)?.uniqueKey !== body.uniqueKey) {
        const message =
          'The ID of a request is derived from its uniqueKey and cannot change. Add a new request instead.'
        throw new ApiError(400, 'request-id-invalid', message)
      }
      return data(await queue.update({ ...body, id }, request.query.flag('forefront')))
    },
  },
  {
    method: 'DELETE',
    path: '/requests/:requestId',
    handler: async (queue, { param }) => {
      await queue.delete([param('requestId')])
      return noContent()
    },
  },
]

function listRequests(queue: RequestQueue, { query }: ApiRequest) {
  const limit = Math.min(query.integer('limit', 0) || DEFAULT_LISTED, MAX_LISTED)
  const exclusiveStartId = query.text('exclusiveStartId')
  const cursor = query.text('cursor')
  const states = query.list('filter')
  // Asks for one more, to know whether there is a next page.
  const found = queue.list({ after: cursor ?? exclusiveStartId, limit: limit + 1, states })
  const items = found.slice(0, limit)
  return data({
    items,
    limit,
    ...(exclusiveStartId !== undefined && { exclusiveStartId }),
    ...(cursor !== undefined && { cursor }),
    ...(found.length > limit && { nextCursor: items.at(-1)?.id }),
  })
}
