import { accountEndpoints } from './endpoints/account.ts'
import { actorEndpoints } from './endpoints/actors.ts'
import { itemEndpoints } from './endpoints/items.ts'
import { recordEndpoints } from './endpoints/records.ts'
import { runListEndpoints } from './endpoints/run-lists.ts'
import { runEndpoints } from './endpoints/runs.ts'
import { storageListEndpoints } from './endpoints/storage-lists.ts'
import type { ApifyClient } from './transport/client.ts'
import type { Scope } from './transport/request.ts'
import { createRequester } from './transport/requester.ts'

/**
 * Returns all endpoints of the API, for one tool call.
 *
 * GET, HEAD and PUT are retried on network errors, timeouts, 429 and 5xx. A POST is retried only if
 * it was certainly not accepted: after 429, or if there was no connection. After any other error a
 * start or a push is looked up: see `startOnce` and `pushOnce`.
 *
 * @param options.consoleUrl base URL of Apify Console; undefined on the local platform
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
    ...accountEndpoints(requester),
  }
}
