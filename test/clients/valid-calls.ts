import { ACTOR_TOOL } from '../support/clients/world-data.ts'
import {
  actorId,
  actors,
  BIG,
  datasetId,
  datasets,
  INPUT,
  runId,
  runs,
  storeId,
  stores,
  taskId,
  tasks,
  type ValidCall,
} from './call-parts.ts'
import { OPTIONAL_CALLS } from './optional-calls.ts'

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
  ...OPTIONAL_CALLS,
  {
    tool: ACTOR_TOOL,
    args: { keywords: ['one, two'], depth: 0, ratio: 0.5, headless: false, query: '10' },
  },
  {
    tool: ACTOR_TOOL,
    args: { keywords: ['a', '"b"'], startUrls: [{ url: 'https://a.b' }], proxy: { a: [true] } },
  },
]
