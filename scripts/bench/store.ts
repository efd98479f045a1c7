import type { ServerResponse } from 'node:http'
import type { FakeApify } from '../../test/support/fake-apify/apify.ts'

const KINDS = ['crawler', 'shop-scraper', 'price-watcher', 'review-reader', 'sitemap-crawler']

/** The input schema of every Actor here, in the build's definition and in the Store. */
const input = {
  title: 'Input of the crawler',
  type: 'object',
  schemaVersion: 1,
  required: ['startUrls'],
  properties: {
    startUrls: {
      title: 'Start URLs',
      type: 'array',
      editor: 'requestListSources',
      description: 'Pages where the crawl begins. Links are followed from there on the same site.',
      items: { type: 'object', properties: { url: { type: 'string' } } },
    },
    maxPages: {
      title: 'Pages at most',
      type: 'integer',
      description: 'The crawl ends after so many pages, whatever is left in the queue.',
      default: 100,
      minimum: 1,
    },
    proxyConfiguration: {
      title: 'Proxy',
      type: 'object',
      editor: 'proxy',
      description: 'Proxies that hide where the requests come from.',
      default: { useApifyProxy: true },
    },
  },
}

const actor = (name: string, i: number) => ({
  id: `actor${i}`,
  userId: 'user1',
  username: 'alice',
  userFullName: 'Alice Example',
  name,
  title: `${name.replaceAll('-', ' ')} for online shops`,
  description:
    'Reads products, prices and stock of an online shop page by page and stores one row a product, with the URL it came from.',
  readmeSummary: 'Give it the address of a shop; it follows the links of the catalogue.',
  pictureUrl: `https://images.example.com/actors/${name}.png`,
  url: `https://apify.com/alice/${name}`,
  categories: ['ECOMMERCE', 'AUTOMATION'],
  isPublic: true,
  createdAt: '2024-03-04T05:06:07.000Z',
  modifiedAt: '2026-01-02T03:04:05.000Z',
  actorReviewCount: 12 + i,
  actorReviewRating: 4.5,
  bookmarkCount: 120,
  stats: {
    totalBuilds: 41,
    totalRuns: 91_234 + i,
    totalUsers: 1_203,
    totalUsers7Days: 81,
    totalUsers30Days: 301,
    totalUsers90Days: 612,
    lastRunStartedAt: '2026-01-02T03:04:05.000Z',
    publicActorRunStats30Days: { SUCCEEDED: 4_821, FAILED: 41, ABORTED: 12, 'TIMED-OUT': 3 },
  },
  currentPricingInfo: { pricingModel: 'FREE' },
  defaultRunOptions: { build: 'latest', timeoutSecs: 3600, memoryMbytes: 1024 },
  taggedBuilds: { latest: { buildId: 'build1', buildNumber: '0.1.2' } },
})

const build = {
  id: 'build1',
  actId: 'actor0',
  status: 'SUCCEEDED',
  buildNumber: '0.1.2',
  actorDefinition: {
    actorSpecification: 1,
    name: 'crawler',
    version: '0.1',
    input,
    readme: '# Crawler\n\nGive it the address of a shop.\n',
  },
}

/** Adds the Store, Actors and builds that are needed to find and start an Actor. */
export function serveStore(fake: FakeApify): void {
  const actors = KINDS.map(actor)
  const byId = (id = '') => actors.find(({ name }) => id === `alice~${name}`)
  fake.on('GET /v2/store', ({ query }, response) => {
    const shown = query.includeInputSchema
      ? actors.map((one) => ({ ...one, inputSchema: input }))
      : actors
    const items = shown.slice(0, Number(query.limit ?? 1000))
    return send(response, { total: actors.length, offset: 0, count: items.length, items })
  })
  fake.on('GET /v2/actors/:id', ({ params }, response) => {
    const found = byId(params.id)
    return found ? send(response, found) : 'pass'
  })
  for (const path of ['/v2/actors/:id/builds/:build', '/v2/actor-builds/:build']) {
    fake.on(`GET ${path}`, (_, response) => send(response, build))
  }
  fake.on('GET /v2/key-value-stores/:id/keys', (_, response) =>
    send(response, { items: [], count: 0, limit: 50, isTruncated: false }),
  )
  fake.on('GET /v2/actor-runs/:id/log', ({ params }, response) => {
    const log = fake.logs.get(params.id ?? '')
    if (log === undefined) return 'pass'
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(log)
    return undefined
  })
}

function send(response: ServerResponse, data: unknown): undefined {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify({ data }))
}
