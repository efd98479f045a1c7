import { onTestFinished } from 'vitest'
import { DISPATCH, FAILED_BUILD } from './develop-data.ts'
import { type FakeApify, startFakeApify } from './fake-apify/apify.ts'
import { SCHEDULE, TASK, WEBHOOK } from './fake-apify/automation.ts'
import { startServer } from './mcp-client.ts'
import type { ServerOptions } from './server-options.ts'

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

/** An Actor as it appears in the Store, in the API and in its build. */
export const STORE_ACTOR = {
  id: 'actor1',
  username: 'alice',
  name: 'crawler',
  title: 'Crawler',
  description: 'Crawls <b>websites</b> and\nreturns their pages.',
  notice: 'NONE',
  stats: { totalUsers: 1200, actorReviewRating: 4.678, actorReviewCount: 31, totalRuns: 99_000 },
  currentPricingInfo: {
    pricingModel: 'PRICE_PER_DATASET_ITEM',
    unitName: 'page',
    pricePerUnitUsd: 0.0025,
  },
}
export const ACTOR = {
  id: 'actor1',
  username: 'alice',
  name: 'crawler',
  title: 'Crawler',
  description: 'Crawls websites.',
  isPublic: true,
  versions: [],
  pricingInfos: [
    { pricingModel: 'FREE', startedAt: '2020-01-01T00:00:00.000Z' },
    {
      pricingModel: 'PAY_PER_EVENT',
      startedAt: '2025-01-01T00:00:00.000Z',
      minimalMaxTotalChargeUsd: 0.5,
      pricingPerEvent: {
        actorChargeEvents: {
          'actor-start': { eventTitle: 'start', eventPriceUsd: 0.01, isOneTimeEvent: true },
          page: {
            eventTitle: 'page',
            eventDescription: 'A page that was crawled.',
            eventTieredPricingUsd: {
              FREE: { tieredEventPriceUsd: 0.004 },
              GOLD: { tieredEventPriceUsd: 0.0025 },
            },
            isPrimaryEvent: true,
          },
        },
      },
    },
  ],
  defaultRunOptions: { build: 'latest', timeoutSecs: 3600, memoryMbytes: 2048 },
}
export const INPUT_SCHEMA = {
  title: 'Crawler input',
  type: 'object',
  schemaVersion: 1,
  properties: {
    depth: {
      title: 'Depth',
      type: 'integer',
      description: 'Link steps.',
      default: 2,
      minimum: 0,
      maximum: 9,
    },
    startUrls: {
      title: 'Start URLs',
      type: 'array',
      description: 'Where to <i>begin</i>.',
      editor: 'requestListSources',
      prefill: [{ url: 'https://example.com' }],
    },
    country: {
      title: 'Country',
      type: 'string',
      editor: 'select',
      enum: Array.from({ length: 200 }, (_, i) => `C${i}`),
    },
    proxy: { title: 'Proxy', type: 'object', editor: 'proxy', sectionCaption: 'Network' },
  },
  required: ['startUrls', 'country'],
}
export const BUILD = {
  id: 'build1',
  actId: 'actor1',
  status: 'SUCCEEDED',
  buildNumber: '0.1.2',
  inputSchema: JSON.stringify(INPUT_SCHEMA),
  readme: '# Crawler\n\nCrawls websites.\n',
  actorDefinition: {
    actorSpecification: 1,
    storages: {
      dataset: {
        fields: {
          type: 'object',
          properties: {
            url: { type: 'string', description: 'Address of the page' },
            title: { type: 'string' },
            tags: { type: 'array', items: { type: 'string' } },
          },
          required: ['url'],
        },
        views: { overview: { title: 'Overview', transformation: { fields: ['url', 'title'] } } },
      },
    },
  },
}

/** Seeds a fake with one finished run and its storages. It closes after the test. */
export async function seed(fake?: FakeApify): Promise<FakeApify> {
  const seeded = fill(fake ?? (await startFakeApify()))
  onTestFinished(() => seeded.close())
  return seeded
}

/** Fills a fake with what `seed` seeds. */
export function fill(fake: FakeApify): FakeApify {
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
  fake.logs.set('build2', 'Step 1\nERROR npm install failed\n')
  fake.develop.builds.set('build2', FAILED_BUILD)
  fake.develop.dispatches.push(DISPATCH)
  fake.develop.queues.set('queue1', [
    { uniqueKey: 'https://example.com/', url: 'https://example.com/', method: 'GET' },
  ])
  fake.catalog.store.push(STORE_ACTOR)
  fake.catalog.actors.set('alice~crawler', ACTOR)
  fake.catalog.builds.set('alice~crawler', BUILD)
  fake.catalog.actors.set('actor1', ACTOR)
  fake.catalog.builds.set('actor1', BUILD)
  const createdAt = '2026-01-02T03:04:05.000Z'
  fake.storages.datasets?.push(
    { id: 'data1', name: null, createdAt, actRunId: 'run1', itemCount: 3 },
    { id: 'prices1', name: 'prices', createdAt, itemCount: 7, stats: { inflatedBytes: 700 } },
  )
  fake.automation.tasks.set('task1', TASK)
  fake.automation.schedules.set('schedule1', SCHEDULE)
  fake.automation.webhooks.set('webhook1', WEBHOOK)
  return fake
}

/** Starts the built server against a seeded fake. */
export async function serve(options: ServerOptions = {}) {
  const fake = await seed()
  return { fake, ...(await startServer({ fake, ...options })) }
}
