import { readdirSync } from 'node:fs'
import { expect } from 'vitest'
import type { MatrixTool } from '../matrix-tool.ts'
import { PUSHED } from '../world.ts'

const READ_ROWS: MatrixTool[] = [
  {
    tool: 'get_dataset',
    args: { datasetId: 'data1' },
    main: 'GET /v2/datasets/data1',
    right: { datasetId: 'data1', sampledRows: 4 },
  },
  {
    tool: 'list_dataset_items',
    args: { datasetId: 'data1' },
    main: 'GET /v2/datasets/data1/items',
    right: { total: 4, count: 4, offset: 0 },
    streams: true,
  },
  {
    tool: 'query_dataset',
    args: { datasetId: 'data1', sql: 'SELECT count(*), max(note) FROM items' },
    main: 'GET /v2/datasets/data1/items',
    right: { rows: [[4, expect.stringContaining('[redacted]')]], scanned: 4 },
    streams: true,
  },
  {
    tool: 'export_items',
    args: { datasetId: 'data1', fileName: 'rows.jsonl' },
    main: 'GET /v2/datasets/data1/items',
    right: { path: expect.stringMatching(/rows\.jsonl$/), rows: 4 },
    // A file that is not whole is not left behind.
    done: ({ folder }) => readdirSync(folder).length,
    repeats: true,
    streams: true,
  },
  {
    tool: 'list_records',
    args: { storeId: 'store1' },
    main: 'GET /v2/key-value-stores/store1/keys',
    right: { records: [{ recordKey: 'OUTPUT' }] },
  },
  {
    tool: 'get_record',
    args: { storeId: 'store1', recordKey: 'OUTPUT' },
    main: 'GET /v2/key-value-stores/store1/records/OUTPUT',
    right: { value: { ok: true } },
    streams: true,
    takesHtml: true,
  },
  {
    tool: 'list_storages',
    args: { type: 'dataset' },
    main: 'GET /v2/datasets',
    right: { storages: [{ name: 'prices' }, { datasetId: 'data1' }] },
  },
]

export const STORAGE_ROWS: MatrixTool[] = [
  ...READ_ROWS,
  {
    tool: 'push_dataset_items',
    args: { datasetId: 'pushed1', items: PUSHED },
    main: 'POST /v2/datasets/pushed1/items',
    right: { datasetId: 'pushed1', pushed: 2 },
    done: ({ fake }) => (fake.datasets.get('pushed1')?.length ?? 0) / PUSHED.length - 1,
  },
  {
    tool: 'put_record',
    args: { storeId: 'store1', recordKey: 'new', text: 'a text' },
    main: 'PUT /v2/key-value-stores/store1/records/new',
    right: { recordKey: 'new', size: 6 },
    done: ({ fake }) => Number(String(fake.records.get('store1/new')?.body) === 'a text'),
    repeats: true,
  },
  {
    tool: 'create_storage',
    args: { type: 'dataset', name: 'new' },
    main: 'POST /v2/datasets',
    right: { datasetId: 'datasets-2', name: 'new' },
    done: ({ fake }) => fake.storages.datasets?.filter(({ name }) => name === 'new').length ?? 0,
    repeats: true,
  },
]
