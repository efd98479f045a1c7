import type { Shares } from '../shared/shares.ts'
import type { StartLimits } from '../shared/start-limits.ts'
import { createJsonReader } from '../untrusted/parse-json.ts'
import { accountEndpoints } from './endpoints/account.ts'
import { actorNameEndpoints } from './endpoints/actor-names.ts'
import { actorToStartEndpoints } from './endpoints/actor-to-start.ts'
import { actorEndpoints } from './endpoints/actors.ts'
import { addressEndpoints } from './endpoints/addresses.ts'
import { buildEndpoints } from './endpoints/builds.ts'
import { type FindNamed, findNamed } from './endpoints/find-named.ts'
import { itemEndpoints } from './endpoints/items.ts'
import { nearestNamesOf } from './endpoints/nearest-names.ts'
import { recordEndpoints } from './endpoints/records.ts'
import { queueEndpoints } from './endpoints/request-queues.ts'
import { resurrectEndpoints } from './endpoints/resurrect-run.ts'
import { runListEndpoints } from './endpoints/run-lists.ts'
import { runEndpoints, runExists } from './endpoints/runs.ts'
import { scheduleEndpoints } from './endpoints/schedules.ts'
import { type StartRules, startRules } from './endpoints/start-rules.ts'
import { storageChangeEndpoints } from './endpoints/storage-changes.ts'
import { storageListEndpoints } from './endpoints/storage-lists.ts'
import { taskEndpoints } from './endpoints/tasks.ts'
import { dispatchEndpoints } from './endpoints/webhook-dispatches.ts'
import { webhookEndpoints } from './endpoints/webhooks.ts'
import { lazyGroups } from './lazy-groups.ts'
import type { ApifyClient } from './transport/client.ts'
import type { Scope } from './transport/request.ts'
import { createRequester, type Requester } from './transport/requester.ts'
import type { DataFolder } from './types/data-folder.ts'

export interface ApifyOptions {
  /** Base URL of Apify Console; undefined on the local platform. */
  consoleUrl?: string
  /** Of the local platform. */
  dataFolder?: DataFolder | undefined
  /** What one result may take: of large JSON no more is kept. */
  maxResultTokens?: number
  /** Whose memory large JSON takes; undefined if the server has one tenant alone. */
  tenant?: string | undefined
  /** Where the memory is counted that large JSON takes. Default: in this process. */
  jsonShares?: Shares | undefined
  /** What may be started; undefined for everything. */
  limits?: StartLimits | undefined
}

/**
 * Returns all endpoints of the API, for one tool call.
 *
 * GET, HEAD and PUT are retried on network errors, timeouts, 429 and 5xx. A POST is retried only if
 * it was certainly not accepted: after 429, or if there was no connection. After any other error a
 * start or a push is looked up: see `startOnce` and `pushOnce`.
 */
export function createApify(
  client: ApifyClient,
  scope: Scope,
  { consoleUrl, dataFolder, maxResultTokens = 8000, tenant, jsonShares, limits }: ApifyOptions,
) {
  const { signal, offers } = scope
  const { redactor } = client
  const json = createJsonReader({ maxResultTokens, signal, tenant, shares: jsonShares, redactor })
  const requester = createRequester(client, scope, json.holdMuch)
  const nearest = nearestNamesOf(requester, { offers, isLocal: consoleUrl === undefined })
  const named = findNamed(nearest, (runId) => runExists(requester, runId))
  const rules = limits && startRules(requester, named, limits, client.base.host)
  return endpointsOf({ requester, named, json, rules, consoleUrl, dataFolder })
}

/** What groups of endpoints are created of. */
interface Parts extends Pick<ApifyOptions, 'consoleUrl' | 'dataFolder'> {
  requester: Requester
  named: FindNamed
  json: ReturnType<typeof createJsonReader>
  rules: StartRules | undefined
}

const GROUPS = [
  ({ requester, named, consoleUrl, rules }) => runEndpoints(requester, named, consoleUrl, rules),
  ({ requester, named, consoleUrl }) => runListEndpoints(requester, named, consoleUrl),
  ({ requester, consoleUrl, rules }) => resurrectEndpoints(requester, consoleUrl, rules),
  ({ requester, named, consoleUrl, rules }) => buildEndpoints(requester, named, consoleUrl, rules),
  ({ requester }) => dispatchEndpoints(requester),
  ({ requester, named }) => queueEndpoints(requester, named),
  ({ requester, json }) => addressEndpoints(requester, json),
  ({ requester, named, json }) => itemEndpoints(requester, named, json),
  ({ requester, named, json }) => recordEndpoints(requester, named, json),
  ({ requester, named }) => storageListEndpoints(requester, named),
  ({ requester, named }) => storageChangeEndpoints(requester, named),
  ({ requester, named }) => actorEndpoints(requester, named),
  ({ requester }) => actorNameEndpoints(requester),
  ({ requester, named, rules }) => actorToStartEndpoints(requester, named, rules),
  ({ requester, named, rules }) => taskEndpoints(requester, named, rules),
  ({ requester, rules }) => scheduleEndpoints(requester, rules),
  ({ requester, rules }) => webhookEndpoints(requester, rules),
  ({ requester }) => accountEndpoints(requester),
  ({ dataFolder }) => ({ dataFolder }),
] as const satisfies readonly ((parts: Parts) => object)[]

const endpointsOf = lazyGroups<Parts, typeof GROUPS>(GROUPS)
