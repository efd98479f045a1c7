import type { Api } from './api.ts'

/** A call whose cost depends on the size of the data, unless the server limits it. */
export interface Case {
  name: string
  tool: string
  args: object
  /** The same call with the incumbent's tools, if they support it. */
  theirs?: { tool: string; args: object }
  /** Reads the same data with bare undici, without parsing it if possible. */
  floor(api: Api): Promise<unknown>
}

const DATASETS = [1_000, 10_000, 100_000, 1_000_000]
/** Sizes of text records, in MB. */
const TEXTS = [1, 100]
const RECORD = '/v2/key-value-stores/store1/records'

/** What is read of a JSON record, and its path. */
const PARTS: Record<string, string | undefined> = {
  'first page': undefined,
  'rows[50].text': 'rows[50].text',
  'rows[19990].text': 'rows[19990].text',
  'the last field': 'last',
}

const pages = (limit?: number) =>
  DATASETS.map(
    (rows): Case => ({
      name: `${limit ?? 'default'} of ${rows.toLocaleString('en')} rows`,
      tool: 'list_dataset_items',
      args: { datasetId: `rows-${rows}`, ...(limit && { limit }) },
      theirs: {
        tool: 'get-dataset-items',
        args: { datasetId: `rows-${rows}`, ...(limit && { limit }) },
      },
      floor: (api) =>
        limit
          ? api.peek(`/v2/datasets/rows-${rows}/items?format=jsonl&limit=${limit}`)
          : api.text(`/v2/datasets/rows-${rows}/items?format=jsonl&limit=20`),
    }),
  )

export const CASES: Case[] = [
  ...pages(),
  ...pages(1000),
  {
    name: 'last lines of a 50 MB log',
    tool: 'get_log',
    args: { runId: 'big-log' },
    theirs: { tool: 'get-actor-run-log', args: { runId: 'big-log' } },
    floor: (api) => api.discard('/v2/logs/big-log'),
  },
  {
    name: 'search in a 50 MB log',
    tool: 'get_log',
    args: { runId: 'big-log', search: 'reached maximum retries' },
    floor: (api) => api.discard('/v2/logs/big-log'),
  },
  ...TEXTS.map((mb) => ({
    name: `page of a ${mb} MB text record`,
    tool: 'get_record',
    args: { storeId: 'store1', recordKey: `TEXT-${mb}` },
    floor: (api: Api) => api.peek(`${RECORD}/TEXT-${mb}`),
  })),
  {
    name: '300 MB video record',
    tool: 'get_record',
    args: { storeId: 'store1', recordKey: 'VIDEO' },
    floor: (api) => api.peek(`${RECORD}/VIDEO`),
  },
  {
    name: 'path in a 22 MB JSON record',
    tool: 'get_record',
    args: { storeId: 'store1', recordKey: 'JSON', path: 'last.title' },
    theirs: {
      tool: 'get-key-value-store-record',
      args: { keyValueStoreId: 'store1', recordKey: 'JSON' },
    },
    floor: async (api) => JSON.parse(await api.text(`${RECORD}/JSON`)),
  },
  ...Object.entries(PARTS).map(([name, path]) => ({
    name: `20 MB JSON record: ${name}`,
    tool: 'get_record',
    args: { storeId: 'store1', recordKey: 'ROWS', ...(path && { path }) },
    floor: async (api: Api) => JSON.parse(await api.text(`${RECORD}/ROWS`)),
  })),
]
