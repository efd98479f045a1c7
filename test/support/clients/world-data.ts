import { DISPATCH, FAILED_BUILD } from '../develop-data.ts'
import type { FakeApify } from '../fake-apify/apify.ts'
import { SCHEDULE, TASK, WEBHOOK } from '../fake-apify/automation.ts'
import { ACTOR, BUILD, RUN, STORE_ACTOR } from '../seeded-server.ts'

/** Ids in the form that the platform gives them. */
export const ID = {
  run: 'HG7ML7M8z78YcAPEB',
  build: 'bjqfQ2xCBnyuKMxdW',
  actor: 'moJRLRc85AitArpNN',
  dataset: 'wkzbQMuFYuamGv3YF',
  store: 'eJNzqsbPiopwJcgGQ',
  task: 'zdc3Pyhyz3m8vjDeM',
  schedule: 'asdLZtadYvn4mBZmm',
  queue: 'q3M5nQ8aZ1xW7rT2k',
  webhook: 'YiKoxjkaS9gjGTqhF',
}
/** An Actor as agents name it. */
export const ACTOR_NAME = 'alice/crawler'
/** The name of its tool. */
export const ACTOR_TOOL = 'alice--crawler'

export const WORLD_RUN = {
  ...RUN,
  id: ID.run,
  buildId: ID.build,
  defaultDatasetId: ID.dataset,
  defaultKeyValueStoreId: ID.store,
  defaultRequestQueueId: ID.queue,
}

export const WORLD_ROWS = Array.from({ length: 30 }, (_, i) => ({
  id: i + 1,
  url: `https://example.com/${i + 1}`,
  title: `Page ${i + 1}`,
  price: i / 4,
  tags: ['a', `t${i}`],
  author: { name: 'Ann', city: 'Brno' },
}))

const INPUT_SCHEMA = {
  title: 'Crawler input',
  type: 'object',
  schemaVersion: 1,
  properties: {
    startUrls: { title: 'Start URLs', type: 'array', editor: 'requestListSources' },
    keywords: { title: 'Keywords', type: 'array', editor: 'stringList' },
    depth: { title: 'Depth', type: 'integer', minimum: 0, maximum: 9 },
    ratio: { title: 'Ratio', type: 'number' },
    headless: { title: 'Headless', type: 'boolean' },
    query: { title: 'Query', type: 'string', editor: 'textfield' },
    proxy: { title: 'Proxy', type: 'object', editor: 'proxy' },
  },
  required: ['keywords'],
}

/** Two Actors whose names are alike, and one with odd names and types of fields. */
const OTHER_ACTORS: [key: string, properties: object, required: string[]][] = [
  ['bob~web.crawler', { a: { title: 'A', type: 'string', editor: 'textfield' } }, []],
  ['bob~web-crawler', { a: { title: 'A', type: 'string', editor: 'textfield' } }, []],
  [
    'carl~odd',
    {
      'includeKeywords.keywords': { title: 'Keywords', type: 'array', editor: 'stringList' },
      either: { title: 'Either', type: ['object', 'array'], editor: 'json' },
      count: { title: 'Count', type: ['integer', 'null'] },
    },
    ['includeKeywords.keywords'],
  ],
]

const JSON_TYPE = 'application/json; charset=utf-8'
const TEXT_TYPE = 'text/plain; charset=utf-8'
const CREATED = '2026-01-02T03:04:05.000Z'

/** Fills an empty fake with one run, its storages, its Actor and a named dataset. */
export function fillWorld(fake: FakeApify): void {
  fake.setRun(WORLD_RUN)
  fake.datasets.set(ID.dataset, [...WORLD_ROWS])
  fake.datasets.set('alice~prices', WORLD_ROWS.slice(0, 3))
  const records: [key: string, body: string, contentType: string][] = [
    ['OUTPUT', '{"pages":[{"title":"Home"},{"title":"Two"}],"ok":true}', JSON_TYPE],
    ['notes', 'First line\nSecond line\n', TEXT_TYPE],
    ['10', 'ten', TEXT_TYPE],
    ['true', 'yes', TEXT_TYPE],
    ['null', 'none', TEXT_TYPE],
  ]
  for (const [key, body, contentType] of records)
    for (const store of [ID.store, 'alice~settings'])
      fake.records.set(`${store}/${key}`, { body, contentType })
  const log = Array.from({ length: 40 }, (_, i) => `2026-01-02 INFO  Line ${i + 1} of 10 to null\n`)
  fake.logs.set(ID.run, log.join(''))
  fake.develop.builds.set(ID.build, { ...FAILED_BUILD, id: ID.build, actId: 'alice~crawler' })
  fake.develop.dispatches.push({ ...DISPATCH, webhookId: ID.webhook })
  fake.develop.queues.set(ID.queue, [])
  fake.catalog.store.push(STORE_ACTOR)
  const build = { ...BUILD, id: ID.build, inputSchema: JSON.stringify(INPUT_SCHEMA) }
  for (const key of ['alice~crawler', ID.actor]) {
    fake.catalog.actors.set(key, { ...ACTOR, id: ID.actor })
    fake.catalog.builds.set(key, build)
  }
  for (const [key, properties, required] of OTHER_ACTORS) {
    const [username, name] = key.split('~')
    const inputSchema = JSON.stringify({ ...INPUT_SCHEMA, properties, required })
    fake.catalog.actors.set(key, { ...ACTOR, id: `id-${name}`, username, name })
    fake.catalog.builds.set(key, { ...build, inputSchema })
  }
  fillAutomation(fake)
  fake.storages.datasets?.push(
    { id: ID.dataset, name: null, createdAt: CREATED, actRunId: ID.run },
    { id: 'prices1', name: 'prices', createdAt: CREATED, stats: { inflatedBytes: 700 } },
  )
}

function fillAutomation({ automation }: FakeApify): void {
  const { tasks, schedules, webhooks } = automation
  const condition = { actorId: ID.actor }
  const [action] = Array.isArray(SCHEDULE.actions) ? SCHEDULE.actions : []
  const actions = [{ ...action, actorId: ID.actor }]
  const input = { keywords: ['a'] }
  tasks.set(ID.task, { ...TASK, id: ID.task, actId: ID.actor, input })
  schedules.set(ID.schedule, { ...SCHEDULE, id: ID.schedule, actions })
  webhooks.set(ID.webhook, { ...WEBHOOK, id: ID.webhook, condition })
}

/** Removes all that a fake holds but its runs, which `fillWorld` writes again. */
export function emptyWorld(fake: FakeApify): void {
  for (const map of [fake.datasets, fake.records, fake.logs]) map.clear()
  for (const map of Object.values(fake.automation)) map.clear()
  const { store, ...maps } = fake.catalog
  const { builds, dispatches, queues } = fake.develop
  builds.clear()
  queues.clear()
  dispatches.length = 0
  for (const map of Object.values(maps)) map.clear()
  for (const list of [store, ...Object.values(fake.storages), fake.requests]) list.length = 0
}
