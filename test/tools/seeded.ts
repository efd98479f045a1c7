import { onTestFinished } from 'vitest'
import { startFakeApify } from '../fakes/apify.ts'
import { type ServerOptions, startServer } from '../harness.ts'

export const RUN = {
  id: 'run1',
  actId: 'alice~crawler',
  userId: 'user1',
  status: 'SUCCEEDED',
  statusMessage: 'Crawled 3 pages',
  startedAt: '2026-01-02T03:04:05.000Z',
  finishedAt: '2026-01-02T03:04:17.500Z',
  exitCode: 0,
  defaultDatasetId: 'data1',
  defaultKeyValueStoreId: 'store1',
  defaultRequestQueueId: 'queue1',
  buildId: 'build1',
  buildNumber: '0.1.2',
  usageTotalUsd: 0.0042,
  meta: { origin: 'API', clientIp: '10.0.0.1' },
  stats: { runTimeSecs: 12.5, inputBodyLen: 20 },
  options: { maxTotalChargeUsd: 2, memoryMbytes: 1024 },
}

export const ROWS = [
  { url: 'https://example.com/', title: 'Home', price: 12.5, tags: ['a', 'b'] },
  { url: 'https://example.com/two', title: 'Two', price: 3, tags: [] },
  { url: 'https://example.com/three', title: 'Three', price: null, tags: ['c'] },
]

/** A fake with one ended run and its storages; ends with the test. */
export async function seed() {
  const fake = await startFakeApify()
  onTestFinished(() => fake.close())
  fake.setRun(RUN)
  fake.datasets.set('data1', [...ROWS])
  fake.records.set('store1/OUTPUT', {
    body: JSON.stringify({ pages: [{ title: 'Home' }, { title: 'Two' }], ok: true }),
    contentType: 'application/json; charset=utf-8',
  })
  fake.logs.set(
    'run1',
    '2026-01-02 INFO  Start\n2026-01-02 ERROR Page failed\n2026-01-02 INFO  End\n',
  )
  return fake
}

/** The built server against a seeded fake. */
export async function serve(options: ServerOptions = {}) {
  const fake = await seed()
  return { fake, ...(await startServer({ fake, ...options })) }
}
