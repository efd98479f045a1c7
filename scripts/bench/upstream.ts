/** Runs the API for the benches in a separate process, so that its work does not count as ours. */
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { startFakeApify } from '../../test/support/fake-apify/apify.ts'
import type { FakeRequest } from '../../test/support/fake-apify/server.ts'
import { announce } from './announce.ts'
import { REAL_ROWS } from './real-rows.ts'
import { serveStore } from './store.ts'

const MB = 1_000_000
const LOG_BYTES = 50 * MB
const VIDEO_BYTES = 300 * MB
const RECORD_BYTES = 22 * MB

const row = (i: number) => ({
  id: i,
  url: `https://shop.example.com/en/garden/wooden-chairs/${i}?ref=list`,
  title: `Wooden chair no. ${i}`,
  price: (i * 37) % 1000,
  currency: 'EUR',
  inStock: i % 3 === 0,
  description: 'Solid oak, oiled twice; seat height 46 cm. Delivered in one box with a small key.',
  tags: ['chair', 'oak', `series-${i % 50}`],
})

const fake = await startFakeApify()
const run = {
  id: 'run1',
  actId: 'alice~crawler',
  userId: 'user1',
  status: 'SUCCEEDED',
  startedAt: '2026-01-02T03:04:05.000Z',
  finishedAt: '2026-01-02T03:04:17.500Z',
  exitCode: 0,
  defaultDatasetId: 'small',
  defaultKeyValueStoreId: 'store1',
  buildId: 'build1',
  buildNumber: '0.1.2',
  usageTotalUsd: 0.0042,
  options: { memoryMbytes: 1024 },
}
fake.setRun(run)
fake.setRun({ ...run, id: 'big-log' })
fake.setRun({ ...run, id: 'failed', status: 'FAILED', exitCode: 1 })
fake.datasets.set(
  'small',
  Array.from({ length: 20 }, (_, i) => row(i)),
)
fake.logs.set('failed', Array.from({ length: 400 }, (_, i) => logLine(i)).join(''))
const pages = Array.from({ length: Math.ceil(RECORD_BYTES / 320) }, (_, i) => row(i))
const record = Buffer.from(JSON.stringify({ pages, last: { title: 'The end' } }))
fake.records.set('store1/JSON', { body: record, contentType: 'application/json; charset=utf-8' })

/** Rows of about a kilobyte each, with a text, and a field after them. */
const articles = Array.from({ length: 20_000 }, (_, i) => ({
  ...row(i),
  text: 'The oak is oiled twice; Zoë says that it is “as good as new” after a year. '.repeat(9),
}))
fake.records.set('store1/ROWS', {
  body: Buffer.from(JSON.stringify({ rows: articles, last: { title: 'The end' } })),
  contentType: 'application/json; charset=utf-8',
})

function logLine(i: number): string {
  const time = new Date(1_767_322_000_000 + i * 250).toISOString()
  return i % 100 === 99
    ? `${time} ERROR CheerioCrawler: Request failed and reached maximum retries. {"id":"${i}"}\n`
    : `${time} INFO  CheerioCrawler: Finished page ${i} of the shop in ${(i * 7) % 900} ms.\n`
}

/** Writes pieces as fast as the client reads them, until they end or the client disconnects. */
async function writePieces(
  response: ServerResponse,
  pieces: Iterable<string | Buffer>,
): Promise<undefined> {
  const abort = new AbortController()
  response.once('close', () => abort.abort())
  for (const piece of pieces) {
    if (abort.signal.aborted) return undefined
    if (!response.write(piece)) {
      await once(response, 'drain', { signal: abort.signal }).catch(() => {})
    }
  }
  response.end()
  return undefined
}

/** Joins lines into pieces of about 64 KiB, as they would arrive over the network. */
function* inPieces(lines: Iterable<string>): Generator<string> {
  let piece = ''
  for (const line of lines) {
    piece += line
    if (piece.length < 65_536) continue
    yield piece
    piece = ''
  }
  yield piece
}

/** A row of seven small values, about 94 bytes. */
const measurement = (i: number) => ({
  id: i,
  shop: `shop-${i % 97}`,
  price: ((i * 37) % 100_000) / 100,
  stock: i % 13,
  sale: i % 3 === 0,
  at: i * 60,
  note: null,
})

/** The datasets whose rows are created as they are read: `rows-1000` has a thousand. */
const GENERATED: Record<string, (i: number) => object> = {
  rows: row,
  measurements: measurement,
  ...REAL_ROWS,
}

function generated(id = ''): { total: number; make: (i: number) => object } | undefined {
  const [, kind = '', count] = /^(\w+)-(\d+)$/.exec(id) ?? []
  const make = GENERATED[kind]
  return make && { total: Number(count), make }
}

function* lines(make: (i: number) => object, from: number, to: number): Generator<string> {
  for (let i = from; i < to; i++) yield `${JSON.stringify(make(i))}\n`
}

/** Pages that were read before: to make their rows again would take time from the servers beside it. */
const madePages = new Map<string, string[]>()
/** Longer pages are made anew. In rows. */
const MAX_KEPT_ROWS = 50

function page(id: string, make: (i: number) => object, from: number, to: number): Iterable<string> {
  if (to - from > MAX_KEPT_ROWS) return inPieces(lines(make, from, to))
  const key = `${id} ${from} ${to}`
  const made = madePages.get(key) ?? [...inPieces(lines(make, from, to))]
  madePages.set(key, made)
  return made
}

function* log(size: number): Generator<string> {
  for (let i = 0, bytes = 0; bytes < size; i++) {
    const line = logLine(i)
    bytes += line.length
    yield line
  }
}

function* video(): Generator<Buffer> {
  const piece = Buffer.alloc(65_536, 'ftypmp42')
  for (let left = VIDEO_BYTES; left > 0; left -= piece.length) yield piece.subarray(0, left)
}

function items({ params, query }: FakeRequest, response: ServerResponse) {
  // The API treats an empty list as no list.
  if (query.fields === '') delete query.fields
  const dataset = generated(params.id)
  if (!dataset) return 'pass'
  const { total, make } = dataset
  const offset = Number(query.offset ?? 0)
  const end = Math.min(total, offset + Number(query.limit ?? total))
  response.writeHead(200, {
    'content-type': 'application/jsonl; charset=utf-8',
    'x-apify-pagination-total': total,
    'x-apify-pagination-offset': offset,
  })
  return writePieces(response, page(params.id ?? '', make, offset, end))
}

serveStore(fake)
fake.on('GET /v2/datasets/:id/items', items)
fake.on('GET /v2/datasets/:id', ({ params: { id } }, response) => {
  const dataset = generated(id)
  if (!dataset) return 'pass'
  const data = { id, itemCount: dataset.total, modifiedAt: '2026-01-02T03:04:05.000Z' }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }))
  return undefined
})
for (const path of ['logs/big-log', 'actor-runs/big-log/log']) {
  fake.on(`GET /v2/${path}`, (_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' })
    return writePieces(response, inPieces(log(LOG_BYTES)))
  })
}
fake.on('GET /v2/key-value-stores/store1/records/:key', ({ params }, response) => {
  const size = Number(/^TEXT-(\d+)$/.exec(params.key ?? '')?.[1]) * MB
  if (!size) return 'pass'
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' })
  return writePieces(response, inPieces(log(size)))
})
for (const method of ['GET', 'HEAD']) {
  fake.on(`${method} /v2/key-value-stores/store1/records/VIDEO`, (_, response) => {
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': VIDEO_BYTES })
    return writePieces(response, method === 'GET' ? video() : [])
  })
}

announce(fake)
