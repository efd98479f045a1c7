/** A call of each tool of the toolset `develop`, on what `seed` has. */
export const DEVELOP_ARGS: [tool: string, args: Record<string, unknown>][] = [
  ['get_build', { buildId: 'build2' }],
  ['list_builds', { actorId: 'alice/crawler' }],
  ['build_actor', { actorId: 'alice/crawler', version: '0.1', tag: 'beta' }],
  ['resurrect_run', { runId: 'run1' }],
  ['list_webhook_dispatches', {}],
  ['get_request_queue', { runId: 'run1' }],
  ['add_requests', { queueId: 'queue1', requests: [{ url: 'https://example.com/a' }] }],
  ['delete_storage', { type: 'dataset', storageId: 'prices1' }],
  ['rename_storage', { type: 'dataset', storageId: 'prices1', name: 'costs' }],
  ['delete_record', { storeId: 'store1', recordKey: 'OUTPUT' }],
]
