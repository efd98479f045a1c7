import { actorEndpoints } from './endpoints/actors.ts'
import { itemEndpoints } from './endpoints/items.ts'
import { recordEndpoints } from './endpoints/records.ts'
import { runListEndpoints } from './endpoints/run-lists.ts'
import { runEndpoints } from './endpoints/runs.ts'
import { storageListEndpoints } from './endpoints/storage-lists.ts'
import type { ApifyClient } from './transport/client.ts'
import type { Scope } from './transport/request.ts'
import { createRequester } from './transport/requester.ts'
import { apiLimits, apiUser } from './types/run-types.ts'

/**
 * Delivery: GET, HEAD and PUT are repeated on network errors, timeouts, 429 and 5xx. A POST is
 * repeated only where it was certainly not accepted: 429, or no connection at all. After any other
 * fault what became of a start or a push is looked up: see `startOnce` and `pushOnce`.
 *
 * @param options.consoleUrl where people look at runs; none on the local platform
 */
export function createApify(client: ApifyClient, scope: Scope, options: { consoleUrl?: string }) {
  const requester = createRequester(client, scope)
  return {
    ...runEndpoints(requester, options.consoleUrl),
    ...runListEndpoints(requester, options.consoleUrl),
    ...itemEndpoints(requester),
    ...recordEndpoints(requester),
    ...storageListEndpoints(requester),
    ...actorEndpoints(requester),

    /** GET /v2/users/me */
    me() {
      return requester.data(apiUser, {
        method: 'GET',
        path: '/v2/users/me',
        resource: { kind: 'account' },
      })
    },

    /** GET /v2/users/me/limits: an extra, so nothing where it cannot be had. */
    limits() {
      return requester
        .data(apiLimits, {
          method: 'GET',
          path: '/v2/users/me/limits',
          resource: { kind: 'account' },
        })
        .catch(() => undefined)
    },
  }
}
