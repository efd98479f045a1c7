/**
 * The paths of the API, below `/v2/`, that only read, and show nothing that must not leave. The path of a
 * run, a log or a storage ends in the same parts wherever it begins.
 */
const STORAGES_OF_RUN = [
  '',
  '/dataset',
  '/dataset/items',
  '/dataset/statistics',
  '/key-value-store',
  '/key-value-store/keys',
  '/key-value-store/records',
  '/key-value-store/records/{recordKey}',
  '/log',
  '/request-queue',
  '/request-queue/head',
  '/request-queue/requests',
  '/request-queue/requests/{requestId}',
]

const below = (path: string, ends: readonly string[]) => ends.map((end) => `${path}${end}`)

export const READABLE_PATHS: readonly string[] = [
  ...below('actor-builds', ['', '/{buildId}', '/{buildId}/log', '/{buildId}/openapi.json']),
  'actor-runs',
  ...below('actor-runs/{runId}', STORAGES_OF_RUN),
  ...below('actor-tasks', ['', '/{actorTaskId}', '/{actorTaskId}/input']),
  ...below('actor-tasks/{actorTaskId}', ['/runs', '/webhooks']),
  ...below('actor-tasks/{actorTaskId}/runs/last', STORAGES_OF_RUN),
  ...below('actors', ['', '/{actorId}']),
  ...below('actors/{actorId}/builds', ['', '/default', '/{buildId}', '/{buildId}/openapi.json']),
  ...below('actors/{actorId}', ['/runs', '/runs/{runId}', '/webhooks']),
  ...below('actors/{actorId}/runs/last', STORAGES_OF_RUN),
  ...below('actors/{actorId}/versions', ['', '/{versionNumber}']),
  ...below('datasets', ['', '/{datasetId}', '/{datasetId}/items', '/{datasetId}/statistics']),
  ...below('key-value-stores', ['', '/{storeId}', '/{storeId}/keys', '/{storeId}/records']),
  'key-value-stores/{storeId}/records/{recordKey}',
  'logs/{buildOrRunId}',
  ...below('request-queues', ['', '/{queueId}', '/{queueId}/head', '/{queueId}/requests']),
  'request-queues/{queueId}/requests/{requestId}',
  ...below('schedules', ['', '/{scheduleId}', '/{scheduleId}/log']),
  'store',
  ...below('users', ['/me', '/me/limits', '/me/usage/monthly', '/{userId}']),
  ...below('webhook-dispatches', ['', '/{dispatchId}']),
  ...below('webhooks', ['', '/{webhookId}', '/{webhookId}/dispatches']),
]

const STARTS = 'It starts a run; `run_actor_sync` does that.'
const SECRETS = 'Environment variables hold secrets.'

/** The other paths that GET takes, and why they are not read. */
export const DENIED_PATHS: Readonly<Record<string, string>> = {
  'actor-tasks/{actorTaskId}/run-sync': STARTS,
  'actor-tasks/{actorTaskId}/run-sync-get-dataset-items': STARTS,
  'actors/{actorId}/run-sync': STARTS,
  'actors/{actorId}/run-sync-get-dataset-items': STARTS,
  'actors/{actorId}/versions/{versionNumber}/env-vars': SECRETS,
  'actors/{actorId}/versions/{versionNumber}/env-vars/{envVarName}': SECRETS,
  'browser-info': 'It repeats the headers of the request, and the token is one of them.',
}

/**
 * The parameters that a read may have. Missing on purpose: `token` and `signature`, which authorize;
 * `method`, which makes a GET do anything; `stream` and `waitForFinish`, which hold the call; `clientKey`,
 * which a queue counts; `raw` and `rawHeaders`, which leave terminal codes and headers in.
 */
export const READABLE_PARAMETERS: ReadonlySet<string> = new Set([
  ...['limit', 'offset', 'desc', 'fields', 'omit', 'unwind', 'flatten', 'clean', 'view', 'format'],
  ...['skipEmpty', 'skipHidden', 'skipHeaderRow', 'skipFailedPages', 'skipHeaders', 'simplified'],
  ...['delimiter', 'bom', 'xmlRoot', 'xmlRow', 'feedTitle', 'feedDescription', 'outputFields'],
  ...['attachment', 'download', 'unnamed', 'ownership', 'my', 'sortBy', 'status', 'origin'],
  ...['startedAfter', 'startedBefore', 'date', 'prefix', 'collection', 'exclusiveStartKey'],
  ...['exclusiveStartId', 'cursor', 'filter', 'search', 'category', 'username', 'pricingModel'],
  ...['allowsAgenticUsers', 'includeUnrunnableActors', 'responseFormat'],
])

/** Parameters that are dropped: pasted addresses have them, and the server sends its own token. */
export const DROPPED_PARAMETERS: ReadonlySet<string> = new Set(['token', 'signature'])
