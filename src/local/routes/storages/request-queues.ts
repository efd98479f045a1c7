import { mount, type ResourceRoute, type Route } from '../../http/router.ts'
import type { RequestQueue } from '../../storage/request-queue/request-queue.ts'
import { queueHeadRows } from './queue-head.ts'
import { queueRequestRows } from './queue-requests.ts'
import { type CollectionOptions, storageCollection, storageRows } from './storage-collection.ts'

const OPTIONS: CollectionOptions<RequestQueue> = {
  path: '/v2/request-queues',
  storages: ({ requestQueues }) => requestQueues,
  describe: (queue, baseUrl) => ({
    ...queue.describe(),
    consoleUrl: `${baseUrl}/v2/request-queues/${queue.properties.id}`,
  }),
}

export const requestQueueRows: ResourceRoute<RequestQueue>[] = [
  ...storageRows(OPTIONS),
  ...[...queueHeadRows, ...queueRequestRows].map(withClientCount),
]

export const requestQueueRoutes: Route[] = [
  ...storageCollection(OPTIONS),
  ...mount(
    '/v2/request-queues/:queueId',
    ({ param }, { requestQueues }) => requestQueues.get(param('queueId')),
    requestQueueRows,
  ),
]

/**
 * Counts the clients of a row for `hadMultipleClients`. Reading a single request does not count:
 * clients do it without their `clientKey`.
 */
function withClientCount(row: ResourceRoute<RequestQueue>): ResourceRoute<RequestQueue> {
  if (row.method === 'GET' && row.path === '/requests/:requestId') return row
  return {
    ...row,
    handler: (queue, request, services) => {
      queue.noteClient(request.query.text('clientKey'))
      return row.handler(queue, request, services)
    },
  }
}
