import { actorEndpoints } from './actors.ts'
import type { ApifyClient } from './client.ts'
import { itemEndpoints } from './items.ts'
import { recordEndpoints } from './records.ts'
import type { Scope } from './request.ts'
import { createRequester } from './requester.ts'
import { runListEndpoints } from './run-lists.ts'
import { runEndpoints } from './runs.ts'
import { storageListEndpoints } from './storage-lists.ts'
import { apiLimits, apiUser } from './types.ts'

/** The endpoints, a method each, bound to one call of a tool. */
export type Apify = ReturnType<typeof createApify>

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
        about: { kind: 'account' },
      })
    },

    /** GET /v2/users/me/limits: an extra, so nothing where it cannot be had. */
    limits() {
      return requester
        .data(apiLimits, {
          method: 'GET',
          path: '/v2/users/me/limits',
          about: { kind: 'account' },
        })
        .catch(() => undefined)
    },
  }
}
