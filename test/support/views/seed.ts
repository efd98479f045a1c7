import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js'
import { z } from 'zod'
import { REAL_ROWS } from '../../../scripts/bench/real-rows.ts'
import { ROOT } from '../root.ts'
import type { Example } from './contract.ts'

/** How many products the dataset has. */
const PRODUCT_COUNT = 500
const BATCH = 100

/** What a seeded platform has. */
export interface Seeded {
  /** 500 products of 30 fields each. */
  datasetId: string
  succeededRunId: string
  /** Goes on for ten minutes, unless it is aborted. */
  runningRunId: string
  failedRunId: string
  /** Has the records `image`, `page` (HTML), `summary` (JSON) and `notes` (text). */
  storeId: string
}

type Call = (name: string, args: Record<string, unknown>) => Promise<unknown>

const started = z.object({ runId: z.string() })
const created = z.object({ datasetId: z.string().optional(), storeId: z.string().optional() })

/** Fills the platform behind a server through the server's own tools. */
export async function seedPlatform(url: string): Promise<Seeded> {
  const client = new Client({ name: 'seed', version: '1.0.0' })
  await client.connect(new StreamableHTTPClientTransport(new URL(url)))
  const call: Call = async (name, args) => {
    const params = { name, arguments: args }
    const result = CallToolResultSchema.parse(await client.callTool(params))
    if (result.isError) throw new Error(`${name} failed: ${JSON.stringify(result.content)}`)
    return result.structuredContent
  }
  try {
    const [datasetId, storeId, succeededRunId, failedRunId, runningRunId] = await Promise.all([
      pushProducts(call),
      putRecords(call),
      run(call, 'offer-finder', { startUrl: 'https://shop.example.com/', maxItems: 120 }),
      run(call, 'broken-scraper', {}),
      run(call, 'price-watcher', { maxItems: 2400 }, 0),
    ])
    return { datasetId, storeId, succeededRunId, failedRunId, runningRunId }
  } finally {
    await client.close()
  }
}

async function pushProducts(call: Call): Promise<string> {
  const dataset = created.parse(await call('create_storage', { type: 'dataset', name: 'products' }))
  const datasetId = dataset.datasetId ?? ''
  const rows = Array.from({ length: PRODUCT_COUNT }, (_, i) => REAL_ROWS.products(i))
  for (let from = 0; from < rows.length; from += BATCH)
    await call('push_dataset_items', { datasetId, items: rows.slice(from, from + BATCH) })
  return datasetId
}

async function putRecords(call: Call): Promise<string> {
  const type = 'key-value-store'
  const store = created.parse(await call('create_storage', { type, name: 'records' }))
  const storeId = store.storeId ?? ''
  const image = await readFile(join(ROOT, 'icon.png'), 'base64')
  const put = (recordKey: string, value: object) =>
    call('put_record', { storeId, recordKey, ...value })
  await put('image', { base64: image, contentType: 'image/png' })
  await put('page', { text: PAGE, contentType: 'text/html' })
  await put('summary', { json: SUMMARY })
  await put('notes', { text: NOTES, contentType: 'text/plain' })
  return storeId
}

/** Starts a run and waits for it. Returns its id. */
async function run(call: Call, name: string, input: object, waitSecs = 45): Promise<string> {
  const args = { actorId: `local/${name}`, input, waitSecs }
  return started.parse(await call('run_actor', args)).runId
}

/** Returns calls that show each view on a seeded platform. */
export function examplesOf(seeded: Seeded, siteUrl?: string): Example[] {
  const { datasetId, storeId, succeededRunId, runningRunId, failedRunId } = seeded
  const crawl = { actorId: 'local/website-crawler', input: { startUrls: [{ url: siteUrl }] } }
  const sql = 'SELECT brand, avg(stars) AS stars, count(*) AS products FROM items GROUP BY brand'
  const record = (recordKey: string) => ({ storeId, recordKey })
  return [
    ...(siteUrl ? [{ title: 'A crawl of a small shop', tool: 'run_actor_sync', args: crawl }] : []),
    { title: '500 products', tool: 'list_dataset_items', args: { datasetId, limit: 50 } },
    { title: 'Products by brand', tool: 'query_dataset', args: { datasetId, sql } },
    { title: 'The fields of the products', tool: 'get_dataset', args: { datasetId } },
    { title: 'A run that goes on', tool: 'get_run', args: { runId: runningRunId } },
    { title: 'A run that succeeded', tool: 'get_run', args: { runId: succeededRunId } },
    { title: 'A run that failed', tool: 'get_run', args: { runId: failedRunId } },
    { title: 'The log of a run', tool: 'get_log', args: { runId: succeededRunId } },
    { title: 'The Actors', tool: 'search_actors', args: { query: 'offer' } },
    { title: 'One Actor', tool: 'get_actor', args: { actorId: 'local/offer-finder' } },
    { title: 'An image', tool: 'get_record', args: record('image') },
    { title: 'A page', tool: 'get_record', args: record('page') },
    { title: 'JSON', tool: 'get_record', args: record('summary') },
    { title: 'A text', tool: 'get_record', args: record('notes') },
  ]
}

const PAGE = `<!doctype html><html lang="en"><head><title>Receipt</title>
<style>td { padding: 4px 12px; border-bottom: 1px solid #ccc }</style></head>
<body><h1>Receipt</h1><table><tr><td>Harbour Teapot</td><td>€48.00</td></tr>
<tr><td>Tide Mug</td><td>€22.00</td></tr></table>
<script>document.body.textContent = 'A script ran'</script></body></html>`

const SUMMARY = {
  shop: 'https://shop.example.com',
  products: 500,
  brands: ['Brand 1', 'Brand 2', 'Brand 3'],
  prices: { lowest: 0, highest: 999, average: 499.5, currency: 'EUR' },
  isComplete: true,
  next: null,
}

const NOTES = `Notes on the crawl\n${'All chairs are of oak. Delivery takes a week.\n'.repeat(60)}`
