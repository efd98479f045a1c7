import { expect, it } from 'vitest'
import { readAgain } from '../../../src/views/dataset/read-again.ts'

it.each<[Record<string, unknown>, string, object | undefined]>([
  [{ datasetId: 'd', sql: 'SELECT 1' }, '', { tool: 'query_dataset', args: { sql: 'SELECT 1' } }],
  [{ runId: 'r', section: 'schema' }, '', { tool: 'get_dataset' }],
  [{ datasetId: 'd' }, '{"datasetId":"d","name"', { tool: 'get_dataset' }],
  [
    { datasetId: 'd', limit: 5, format: 'csv' },
    'a,b\r\n',
    { tool: 'list_dataset_items', args: { datasetId: 'd', limit: 5, format: 'table' } },
  ],
  [{}, '', undefined],
])('by %j and %j reads again with %j', (args, text, call) => {
  if (call) expect(readAgain(args, text)).toMatchObject(call)
  else expect(readAgain(args, text)).toBeUndefined()
})
