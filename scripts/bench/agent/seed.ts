import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { REAL_ROWS } from '../real-rows.ts'
import { CAUSE } from './actors.ts'
import type { TrialApi } from './api.ts'
import { costOf } from './billing-proxy.ts'

const ROOT = new URL('../../../', import.meta.url)
const PRODUCTS = 5_000
/** Rows of about 3 kB each are pushed in batches that the API accepts. */
const BATCH = 1_000
const PRICES = 800
const RUNS_WITH_COSTS = 36
const PAGES = 5_000
const TRANSCRIPT_CHARS = 200_000

/** What the agent is told, and what is true. */
export type Seeded = Awaited<ReturnType<typeof seed>>

const product = z.object({
  inStock: z.boolean(),
  stars: z.number(),
  price: z.object({ value: z.number() }),
})

const isCheapAndGood = ({ inStock, stars, price }: z.output<typeof product>) =>
  inStock && stars >= 4 && price.value <= 250

/** Stores 5,000 products. */
async function seedProducts(api: TrialApi) {
  const datasetId = await api.create('datasets', 'products')
  const rows = Array.from({ length: PRODUCTS }, (_, i) => REAL_ROWS.products(i))
  for (let at = 0; at < PRODUCTS; at += BATCH) await api.push(datasetId, rows.slice(at, at + BATCH))
  const matching = rows.map((row) => product.parse(row)).filter(isCheapAndGood)
  const sum = matching.reduce((total, { price }) => total + price.value, 0)
  return { datasetId, count: matching.length, meanPrice: sum / matching.length }
}

/** Stores transcripts of which each is one long field. */
async function seedTranscripts(api: TrialApi) {
  const datasetId = await api.create('datasets', 'transcripts')
  const phrases = ['Good morning', 'The next item is the budget', 'Are there questions', 'We go on']
  const text = (n: number) => {
    let transcript = ''
    for (let i = n; transcript.length < TRANSCRIPT_CHARS; i++)
      transcript += `[${Math.floor(i / 12)} min] Speaker ${(i * i) % 7}: ${phrases[i % 4]}, says no. ${i % 97}. `
    return transcript
  }
  const rows = [1, 2, 3].map((n) => ({
    meeting: `meeting-${n}`,
    transcript: `${text(n)}The next meeting is in room ${n * 113}.`,
    recordedAt: `2026-01-0${n}T09:00:00.000Z`,
  }))
  await api.push(datasetId, rows)
  return { datasetId, room: 2 * 113 }
}

/** Stores a JSON record of 1.5 MB and an image. */
async function seedRecords(api: TrialApi) {
  const storeId = await api.create('key-value-stores', 'reports')
  const pages = Array.from({ length: PAGES }, (_, i) => ({
    url: `https://shop.example.com/en/garden/${i}?ref=sitemap`,
    title: `Garden furniture, page ${i} of the catalogue`,
    orders: { placed: (i * 17) % 40, cancelled: i % 3, returned: i % 2 },
    links: Array.from({ length: 3 }, (_, n) => `https://shop.example.com/en/garden/${i * 3 + n}`),
  }))
  const cancelled = pages.reduce((sum, { orders }) => sum + orders.cancelled, 0)
  const report = {
    generatedAt: '2026-02-01T00:00:00.000Z',
    pages,
    totals: { orders: { cancelled } },
  }
  await api.put(`${storeId}/records/REPORT`, 'application/json', JSON.stringify(report))
  const image = await readFile(fileURLToPath(new URL('icon.png', ROOT)))
  await api.put(`${storeId}/records/SCREENSHOT`, 'image/png', image)
  const size = { width: image.readUInt32BE(16), height: image.readUInt32BE(20) }
  return { storeId, cancelled, image: size }
}

const price = (i: number) => ({
  sku: `SKU-${1000 + i}`,
  name: `Chair no. ${i}`,
  price: (i * 37) % 500,
})

/** Runs an Actor twice that stores a price list. In the second some products are new, gone or dearer. */
async function seedPriceLists(api: TrialApi) {
  const before = Array.from({ length: PRICES }, (_, i) => price(i))
  const after = Array.from({ length: PRICES + 3 }, (_, i) => price(i))
    .filter((_, i) => i % 211 !== 100)
    .map((row, i) => (i % 173 === 60 ? { ...row, price: row.price + 12 } : row))
  const earlierRunId = await api.run('price-list', { rows: before })
  const laterRunId = await api.run('price-list', { rows: after })
  const old = new Map(before.map((row) => [row.sku, row.price]))
  const changed = after.filter((row) => old.get(row.sku) !== row.price).map(({ sku }) => sku)
  const kept = new Set(after.map(({ sku }) => sku))
  const gone = before.filter(({ sku }) => !kept.has(sku)).map(({ sku }) => sku)
  return { earlierRunId, laterRunId, changes: [...changed, ...gone].sort() }
}

/** Runs an Actor so often that its runs do not fit one short list. */
async function seedCosts(api: TrialApi): Promise<number> {
  let total = 0
  for (let i = 0; i < RUNS_WITH_COSTS; i++) total += costOf(await api.run('stock-check', {}))
  return total
}

/** Returns what the bundled Actor says of itself. */
async function bundledActor() {
  const file = new URL('actors/website-crawler/.actor/input_schema.json', ROOT)
  const { required } = z
    .object({ required: z.array(z.string()) })
    .parse(JSON.parse(await readFile(file, 'utf8')))
  return { actorId: 'local/website-crawler', isFree: true, required }
}

/** Fills the platform and returns what the agent is told, and what is true. */
export async function seed(api: TrialApi) {
  const products = await seedProducts(api)
  const transcripts = await seedTranscripts(api)
  const records = await seedRecords(api)
  const lists = await seedPriceLists(api)
  const failedRunId = await api.run('feed-import', {})
  const costUsd = await seedCosts(api)
  const amounts = Array.from({ length: 12 }, (_, i) => 100 + ((i * 7919) % 800))
  const newRows = Array.from({ length: 20 }, (_, i) => price(i))
  return {
    given: {
      productsId: products.datasetId,
      transcriptsId: transcripts.datasetId,
      storeId: records.storeId,
      earlierRunId: lists.earlierRunId,
      laterRunId: lists.laterRunId,
      failedRunId,
      costlyActor: 'local/stock-check',
      slowActor: 'local/slow-report',
      amounts,
      newRows,
    },
    truth: {
      products: { count: products.count, meanPrice: products.meanPrice },
      room: transcripts.room,
      cancelled: records.cancelled,
      image: records.image,
      changes: lists.changes,
      cause: CAUSE,
      costUsd,
      total: amounts.reduce((sum, amount) => sum + amount, 0),
      actor: await bundledActor(),
    },
  }
}
