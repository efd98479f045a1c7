import { ACTOR_NAME, ACTOR_TOOL, ID } from '../support/clients/world-data.ts'

/** A well-formed call, and the addresses that people paste for its ids, by argument. */
export interface ValidCall {
  tool: string
  args: Record<string, unknown>
  addresses?: Record<string, readonly string[]>
}

const { dataset: datasetId, run: runId, store: storeId, task: taskId } = ID
const { schedule: scheduleId, webhook: webhookId } = ID
const { build: buildId, queue: queueId, dataset: storageId } = ID
const actorId = ACTOR_NAME
const CONSOLE = 'https://console.apify.com'
const actors = { actorId: ['https://apify.com/alice/crawler', 'https://apify.com/alice/crawler/'] }
const runs = {
  runId: [`${CONSOLE}/actors/runs/${runId}`, `${CONSOLE}/actors/${ID.actor}/runs/${runId}#log`],
}
const datasets = { datasetId: [`${CONSOLE}/storage/datasets/${datasetId}`] }
const stores = { storeId: [`${CONSOLE}/storage/key-value-stores/${storeId}/`] }
const builds = { buildId: [`${CONSOLE}/actors/${ID.actor}/builds/${buildId}#log`] }
const queues = { queueId: [`${CONSOLE}/storage/request-queues/${queueId}`] }
const storages = { storageId: [`${CONSOLE}/storage/datasets/${storageId}`] }
const tasks = { taskId: [`${CONSOLE}/actors/tasks/${taskId}`] }
const schedules = { scheduleId: [`${CONSOLE}/schedules/${scheduleId}`] }
const webhooks = { webhookId: [`https://api.apify.com/v2/webhooks/${webhookId}`] }
/** An integer that a double cannot hold. */
const BIG = 12_345_678_900_000_000_001n

/** Values that mangling must not change, and some that look like other values. */
const INPUT = {
  keywords: ['10', 'true', 'a, b', '["x"]'],
  depth: 2,
  proxy: { useApifyProxy: true, apifyProxyGroups: ['RESIDENTIAL'] },
  nothing: null,
  empty: '',
  id: BIG,
}

/** At least one call of each tool. */
export const VALID_CALLS: ValidCall[] = [
  { tool: 'whoami', args: {} },
  { tool: 'search_actors', args: { query: '10', limit: 5, offset: 0 } },
  { tool: 'get_actor', args: { actorId, section: 'pricing' }, addresses: actors },
  { tool: 'validate_input', args: { actorId, input: INPUT }, addresses: actors },
  {
    tool: 'run_actor',
    args: { actorId, input: INPUT, memoryMbytes: 256, maxTotalChargeUsd: 0.25, waitSecs: 0 },
    addresses: actors,
  },
  { tool: 'run_actor', args: { taskId, input: {}, build: '1', timeoutSecs: 0 }, addresses: tasks },
  {
    tool: 'run_actor_sync',
    args: { actorId, input: {}, fields: ['id', 'url'], limit: 3 },
    addresses: actors,
  },
  { tool: 'get_run', args: { runId, waitSecs: 1 }, addresses: runs },
  { tool: 'list_runs', args: { actorId, status: 'SUCCEEDED', desc: false }, addresses: actors },
  { tool: 'abort_run', args: { runId, gracefully: true }, addresses: runs },
  { tool: 'get_log', args: { runId, lines: 4, before: 20 }, addresses: runs },
  { tool: 'get_log', args: { runId, search: '10', lines: 2 }, addresses: runs },
  { tool: 'get_dataset', args: { datasetId }, addresses: datasets },
  {
    tool: 'list_dataset_items',
    args: { datasetId, offset: 2, limit: 3, fields: ['title', 'id'], desc: true },
    addresses: datasets,
  },
  { tool: 'list_dataset_items', args: { runId, limit: 4, omit: ['url'] }, addresses: runs },
  {
    tool: 'list_dataset_items',
    args: { datasetId, limit: 2, format: 'csv', clean: true },
    addresses: datasets,
  },
  {
    tool: 'list_dataset_items',
    args: { datasetId, offset: 1, limit: 1, fields: ['title'], charOffset: 0 },
    addresses: datasets,
  },
  {
    tool: 'query_dataset',
    args: {
      datasetId,
      sql: "SELECT title, id FROM items WHERE title <> '10' ORDER BY _row LIMIT 3",
      fields: ['title', 'id'],
      limit: 2,
    },
    addresses: datasets,
  },
  {
    tool: 'push_dataset_items',
    args: {
      datasetId,
      items: [
        { a: 1, b: null, c: '' },
        { id: BIG, t: 'true' },
      ],
    },
    addresses: datasets,
  },
  { tool: 'list_records', args: { storeId, prefix: 'n', limit: 2 }, addresses: stores },
  {
    tool: 'get_record',
    args: { storeId, recordKey: 'OUTPUT', path: 'pages[0].title' },
    addresses: stores,
  },
  { tool: 'get_record', args: { runId, recordKey: 'true', offset: 1 }, addresses: runs },
  {
    tool: 'put_record',
    args: { storeId, recordKey: 'new', json: { a: [1, '2'], id: BIG, n: null } },
    addresses: stores,
  },
  { tool: 'put_record', args: { storeId, recordKey: '10', text: '{"a":1}' }, addresses: stores },
  { tool: 'put_record', args: { storeId, recordKey: 'new', text: '' }, addresses: stores },
  {
    tool: 'put_record',
    args: { storeId, recordKey: 'new', base64: 'aGk=', contentType: 'image/png' },
    addresses: stores,
  },
  { tool: 'list_storages', args: { type: 'dataset', unnamed: true, limit: 2 } },
  { tool: 'create_storage', args: { type: 'dataset', name: '10' } },
  {
    tool: 'export_items',
    args: { datasetId, fields: ['id'], fileName: 'a.jsonl', clean: false },
    addresses: datasets,
  },
  { tool: 'search_docs', args: { query: '10', limit: 2 } },
  { tool: 'read_docs', args: { url: '/a', offset: 2 } },
  {
    tool: 'save_task',
    args: { actorId, name: '10', title: 'true', input: INPUT, maxItems: 10, build: '1' },
    addresses: actors,
  },
  { tool: 'save_task', args: { taskId, memoryMbytes: 256, isPublic: false }, addresses: tasks },
  {
    tool: 'save_task',
    args: { taskId, publicConfig: { seoTitle: 'a, b', inputSchemaFields: ['a', 'b'] } },
    addresses: tasks,
  },
  { tool: 'get_task', args: { taskId }, addresses: tasks },
  { tool: 'list_tasks', args: { limit: 5, offset: 0 } },
  { tool: 'delete_task', args: { taskId }, addresses: tasks },
  {
    tool: 'save_schedule',
    args: {
      name: 'new',
      cronExpression: '0 8 1 1 *',
      timezone: 'Europe/Prague',
      isEnabled: false,
      actions: [{ actorId, input: INPUT, memoryMbytes: 256 }, { taskId }],
    },
  },
  { tool: 'save_schedule', args: { scheduleId, title: '10' }, addresses: schedules },
  { tool: 'get_schedule', args: { scheduleId }, addresses: schedules },
  { tool: 'list_schedules', args: { limit: 5, offset: 0 } },
  { tool: 'delete_schedule', args: { scheduleId }, addresses: schedules },
  {
    tool: 'save_webhook',
    args: {
      webhookId,
      eventTypes: ['ACTOR.RUN.FAILED', 'TEST'],
      requestUrl: 'https://example.com/a,b',
      payloadTemplate: '{"a":{{resource}}}',
      headersTemplate: '',
    },
    addresses: webhooks,
  },
  { tool: 'get_webhook', args: { webhookId }, addresses: webhooks },
  { tool: 'list_webhooks', args: { limit: 5, offset: 0 } },
  { tool: 'delete_webhook', args: { webhookId }, addresses: webhooks },
  { tool: 'get_build', args: { buildId, waitSecs: 0 }, addresses: builds },
  { tool: 'list_builds', args: { actorId, limit: 2, offset: 0 }, addresses: actors },
  {
    tool: 'build_actor',
    args: { actorId, version: '0.1', tag: 'beta', useCache: false },
    addresses: actors,
  },
  {
    tool: 'resurrect_run',
    args: { runId, build: '1', memoryMbytes: 256, maxTotalChargeUsd: 0.25 },
    addresses: runs,
  },
  { tool: 'list_webhook_dispatches', args: { webhookId, limit: 5 }, addresses: webhooks },
  { tool: 'get_request_queue', args: { queueId, limit: 3 }, addresses: queues },
  {
    tool: 'add_requests',
    args: {
      runId,
      requests: [{ url: 'https://a.b', userData: { n: null, t: 'true', id: BIG }, payload: '1' }],
      forefront: true,
    },
    addresses: runs,
  },
  { tool: 'delete_storage', args: { type: 'dataset', storageId }, addresses: storages },
  { tool: 'rename_storage', args: { type: 'dataset', storageId, name: '10' }, addresses: storages },
  { tool: 'delete_record', args: { storeId, recordKey: '10' }, addresses: stores },
  {
    tool: ACTOR_TOOL,
    args: { keywords: ['one, two'], depth: 0, ratio: 0.5, headless: false, query: '10' },
  },
  {
    tool: ACTOR_TOOL,
    args: { keywords: ['a', '"b"'], startUrls: [{ url: 'https://a.b' }], proxy: { a: [true] } },
  },
]
