import type { MatrixTool } from '../matrix-tool.ts'

const BUILD_ROWS: MatrixTool[] = [
  {
    tool: 'get_build',
    args: { buildId: 'build2' },
    main: 'GET /v2/actor-builds/build2',
    right: { buildId: 'build2', status: 'FAILED', log: ['ERROR npm install failed'] },
  },
  {
    tool: 'list_builds',
    args: {},
    main: 'GET /v2/actor-builds',
    right: { builds: [{ buildId: 'build2' }], total: 1 },
  },
  {
    tool: 'build_actor',
    args: { actorId: 'alice/crawler', version: '0.2' },
    main: 'POST /v2/actors/alice~crawler/builds',
    right: { status: 'RUNNING', buildNumber: '0.2.2' },
    done: ({ fake }) => fake.sent('POST /v2/actors/alice~crawler/builds').length,
  },
]

const STORAGE_CHANGE_ROWS: MatrixTool[] = [
  {
    tool: 'add_requests',
    args: { queueId: 'queue1', requests: [{ url: 'https://a.test/' }] },
    main: 'POST /v2/request-queues/queue1/requests/batch',
    right: { queueId: 'queue1' },
    done: ({ fake }) => (fake.develop.queues.get('queue1')?.length ?? 0) - 1,
    // The queue knows what it has by its unique key.
    repeats: true,
  },
  {
    tool: 'delete_storage',
    args: { type: 'dataset', storageId: 'prices1' },
    main: 'DELETE /v2/datasets/prices1',
    right: { deleted: 'prices1', name: 'prices', itemCount: 7 },
    done: ({ fake }) => 2 - (fake.storages.datasets?.length ?? 0),
    repeats: true,
  },
  {
    tool: 'rename_storage',
    args: { type: 'dataset', storageId: 'prices1', name: 'costs' },
    main: 'PUT /v2/datasets/prices1',
    right: { storageId: 'prices1', name: 'costs', previousName: 'prices' },
    done: ({ fake }) => fake.storages.datasets?.filter(({ name }) => name === 'costs').length ?? 0,
    repeats: true,
  },
  {
    tool: 'delete_record',
    args: { storeId: 'store1', recordKey: 'OUTPUT' },
    main: 'DELETE /v2/key-value-stores/store1/records/OUTPUT',
    right: { storeId: 'store1', deleted: 'OUTPUT' },
    done: ({ fake }) => 1 - fake.records.size,
    repeats: true,
  },
]

export const DEVELOP_ROWS: MatrixTool[] = [
  ...BUILD_ROWS,
  {
    tool: 'resurrect_run',
    args: { runId: 'run1' },
    main: 'POST /v2/actor-runs/run1/resurrect',
    right: { runId: 'run1', status: 'RUNNING' },
    // Not even one that the API refuses, since the run goes on, is sent after the first.
    done: ({ fake }) => fake.sent('POST /v2/actor-runs/run1/resurrect').length,
  },
  {
    tool: 'list_webhook_dispatches',
    args: {},
    main: 'GET /v2/webhook-dispatches',
    right: { dispatches: [{ dispatchId: 'dispatch1' }], total: 1 },
  },
  {
    tool: 'get_request_queue',
    args: { queueId: 'queue1' },
    main: 'GET /v2/request-queues/queue1',
    right: { queueId: 'queue1', totalRequestCount: 1, head: [{ url: 'https://example.com/' }] },
  },
  ...STORAGE_CHANGE_ROWS,
]
