import { describe, expect, it } from 'vitest'
import { parseInput } from '../../../src/tool-call/parse-arguments.ts'
import { tools } from '../../../tools/index.ts'
import type { FakeRequest } from '../../support/fake-apify/server.ts'
import { serve } from '../../support/seeded-server.ts'

/** An address that each argument takes, and the id in it. */
const ADDRESSES: Record<string, [address: string, id: string]> = {
  actorId: ['https://apify.com/user/name/api?fpr=x', 'user/name'],
  taskId: ['https://console.apify.com/actors/tasks/T1', 'T1'],
  runId: ['https://console.apify.com/actors/runs/R1#log', 'R1'],
  datasetId: ['https://api.apify.com/v2/datasets/D1/items?token=x', 'D1'],
  otherDatasetId: ['https://console.apify.com/storage/datasets/D2', 'D2'],
  otherRunId: ['https://console.apify.com/actors/runs/R2', 'R2'],
  storeId: ['https://console.apify.com/storage/key-value-stores/S1', 'S1'],
  scheduleId: ['https://console.apify.com/schedules/C1', 'C1'],
  buildId: ['https://console.apify.com/actors/A1/builds/B1#log', 'B1'],
  queueId: ['https://console.apify.com/storage/request-queues/Q1', 'Q1'],
  storageId: ['https://console.apify.com/storage/key-value-stores/S1', 'S1'],
  webhookId: ['https://api.apify.com/v2/webhooks/W1/dispatches?token=x', 'W1'],
  recordKey: ['https://api.apify.com/v2/key-value-stores/S1/records/OUTPUT', 'OUTPUT'],
}

const ids = tools.flatMap((tool) =>
  Object.entries(tool.input.shape)
    .filter(([name]) => /Id$|^recordKey$/.test(name))
    .map(([name, schema]) => ({ tool: tool.name, name, schema })),
)

describe('every id', () => {
  it('is an argument that takes an address', () => {
    expect([...new Set(ids.map(({ name }) => name))].toSorted()).toEqual(
      Object.keys(ADDRESSES).toSorted(),
    )
  })

  it.each(ids)('of $tool, $name, may be pasted', ({ name, schema }) => {
    const [address = '', id] = ADDRESSES[name] ?? []
    for (const text of [' id ', '\nid\n', '"id"', '`id`', '<id>'])
      expect(schema.parse(text), text).toBe(schema.parse('id'))
    expect(schema.parse(address)).toBe(id)
    expect(() => schema.parse(' ')).toThrow('must not be blank')
    expect(() => schema.parse('https://example.com/a/b')).toThrow('not an address of Apify')
  })
})

describe('an id that is not valid', () => {
  const getRun = tools.find(({ name }) => name === 'get_run')

  it.each([
    [
      '',
      '`runId`: must not be blank. Give an ID such as `HG7ML7M8z78YcAPEB`, or the address of a run.',
    ],
    [
      'https://console.apify.com/storage/datasets/D1?token=x',
      '`runId`: `console.apify.com/storage/datasets/D1` is the address of a dataset, not of a run. `datasetId` takes it, as in `list_dataset_items`.',
    ],
  ])('is explained: %j', (runId, problem) => {
    expect(() => getRun && parseInput(getRun, { runId })).toThrow(
      `${problem} Arguments of \`get_run\`: runId, waitSecs?.`,
    )
  })
})

describe('a call with a pasted id', () => {
  /** Sorted, since some of a call's requests are sent at the same time. */
  const linesOf = (requests: FakeRequest[]) =>
    requests
      .map(({ method, path, query }) => `${method} ${path} ${JSON.stringify(query)}`)
      .toSorted()
  const withBlanks = { actorId: '\n"alice/crawler/" ' }
  it.each<[tool: string, plain: object, pasted: object]>([
    ['get_run', { runId: 'run1' }, { runId: 'https://console.apify.com/actors/runs/run1#log' }],
    ['get_log', { runId: 'run1' }, { runId: 'https://api.apify.com/v2/logs/run1?token=sesame' }],
    ['list_runs', { actorId: 'alice/crawler' }, withBlanks],
    ['get_actor', { actorId: 'alice/crawler' }, { actorId: 'http://apify.com/alice/crawler/api' }],
    [
      'list_dataset_items',
      { datasetId: 'data1' },
      { datasetId: 'https://api.apify.com/v2/datasets/data1/items?format=json&token=sesame' },
    ],
    ['get_dataset', { runId: 'run1' }, { runId: 'console.apify.com/view/runs/run1' }],
    [
      'get_record',
      { storeId: 'store1', recordKey: 'OUTPUT' },
      {
        storeId: 'https://console.apify.com/storage/key-value-stores/store1',
        recordKey: ' OUTPUT',
      },
    ],
  ])('of %s is the plain call', async (tool, plain, pasted) => {
    const { call, fake } = await serve()
    const { text, isError } = await call(tool, { ...plain })
    expect(isError).toBe(false)
    const sent = linesOf(fake.requests.splice(0))
    expect((await call(tool, { ...pasted })).text).toBe(text)
    expect(linesOf(fake.requests)).toEqual(sent)
  })
})
