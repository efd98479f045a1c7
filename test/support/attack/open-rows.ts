import { onTestFinished } from 'vitest'
import { startFakeApify } from '../fake-apify/apify.ts'
import { type Door, openServer } from './open-server.ts'
import { OWN, wholeOf } from './secrets.ts'

/** The dataset that questions are about. */
export const DATASET = 'data1'

/** Starts a server over an API with some rows, as the lines that the API sends. */
export async function openRows(
  door: Door,
  lines: string,
  options: Omit<Parameters<typeof openServer>[1], 'fake'> = {},
) {
  const fake = await startFakeApify(wholeOf(OWN))
  onTestFinished(() => fake.close())
  const dataset = { id: DATASET, itemCount: null, modifiedAt: '2026-01-02T03:04:05.000Z' }
  fake.on('GET /v2/datasets/:id', (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ data: dataset }))
    return undefined
  })
  fake.on('GET /v2/datasets/:id/items', (_, response) => {
    response.writeHead(200, { 'content-type': 'application/jsonl' }).end(lines)
    return undefined
  })
  const server = await openServer(door, { ...options, fake })
  const query = (sql: unknown, args: object = {}, token?: string) =>
    server.call('query_dataset', { datasetId: DATASET, sql, ...args }, token)
  return { ...server, fake, query }
}

/** Rows as the API sends them. */
export const ROWS = Array.from(
  { length: 2000 },
  (_, i) => `{"name":"tea ${i}","price":${i}.5,"seller":{"name":"s${i % 7}"}}\n`,
).join('')
