import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { listen } from '../support/listen.ts'
import { APIFY_SERVER, type Call, startApifyServer } from './apify-server.ts'
import { NEW_NODE, packageName } from './client.ts'

const ACTOR = 'local/website-crawler'

/** What a result says of a run. */
const runResult = z.object({
  runId: z.string(),
  status: z.string(),
  storages: z.object({
    datasets: z.object({ default: z.object({ id: z.string(), itemCount: z.number() }) }),
    keyValueStores: z.object({ default: z.object({ id: z.string() }) }),
  }),
})

/** Calls an Actor through the server, and returns the run with its storages. */
async function crawl(call: Call, site: string) {
  const input = { startUrls: [{ url: site }], maxPages: 2 }
  const called = await call('call-actor', { actor: ACTOR, input })
  const { runId, status, storages } = runResult.parse(called.structuredContent)
  expect(status).toBe('SUCCEEDED')
  const datasetId = storages.datasets.default.id
  return { runId, datasetId, keyValueStoreId: storages.keyValueStores.default.id }
}

describe.skipIf(NEW_NODE.skipReason)(
  `${packageName(APIFY_SERVER)} on ${NEW_NODE.name}, with the local platform as its API`,
  () => {
    it('finds an Actor and shows its details', async () => {
      const { call, names } = await startApifyServer(['--tools', 'actors,runs,storage'])
      expect(names.length).toBeGreaterThan(10)
      const found = await call('search-actors', { keywords: 'website crawler' })
      expect(found.structuredContent).toMatchObject({
        count: 1,
        actors: [{ fullName: ACTOR, pricing: { model: 'FREE' } }],
      })
      const nothing = await call('search-actors', { keywords: 'teapot auctions' })
      expect(nothing.structuredContent).toMatchObject({ count: 0 })
      const details = await call('fetch-actor-details', { actor: ACTOR })
      expect(details.structuredContent).toMatchObject({
        actorInfo: { fullName: ACTOR },
        inputSchema: { properties: { startUrls: { type: 'array' } } },
        readme: expect.stringContaining('# Website Crawler'),
      })
    })

    it('runs an Actor and reads its run, log, items and record', async () => {
      const { call, site } = await startApifyServer(['--tools', 'actors,runs,storage'])
      const { runId, datasetId, keyValueStoreId } = await crawl(call, site)
      const run = await call('get-actor-run', { runId })
      expect(run.structuredContent).toMatchObject({ status: 'SUCCEEDED', exitCode: 0 })
      const log = await call('get-actor-run-log', { runId, lines: 3 })
      expect(log.structuredContent?.log).toMatch(/Crawled 2 pages/)
      const items = await call('get-dataset-items', { datasetId, fields: 'url', limit: 1 })
      expect(items.structuredContent).toMatchObject({ items: [{ url: site }], totalItemCount: 2 })
      const key = { keyValueStoreId, recordKey: 'OUTPUT' }
      const record = await call('get-key-value-store-record', key)
      expect(record.structuredContent).toMatchObject({ key: 'OUTPUT', value: { pagesCrawled: 2 } })
      const runs = await call('get-actor-run-list', { status: 'SUCCEEDED' })
      expect(runs.structuredContent).toMatchObject({ total: 1, items: [{ id: runId }] })
    })

    it('lists and describes storages', async () => {
      const { call, site } = await startApifyServer(['--tools', 'actors,runs,storage'])
      const { datasetId, keyValueStoreId } = await crawl(call, site)
      for (const [name, args, expected] of [
        ['get-dataset', { datasetId }, { itemCount: 2 }],
        ['get-dataset-schema', { datasetId }, { schema: { items: { type: 'object' } } }],
        ['get-dataset-list', { unnamed: true }, { items: [{ id: datasetId }] }],
        ['get-key-value-store', { keyValueStoreId }, { id: keyValueStoreId }],
        ['get-key-value-store-keys', { keyValueStoreId }, { count: 2 }],
        ['get-key-value-store-list', { unnamed: true }, { items: [{ id: keyValueStoreId }] }],
      ] as const) {
        const { structuredContent, isError } = await call(name, args)
        expect([name, isError ?? false]).toEqual([name, false])
        expect(structuredContent).toMatchObject(expected)
      }
    })

    it('offers an Actor as a tool of its own', async () => {
      const { call, names, site } = await startApifyServer(['--tools', `runs,${ACTOR}`])
      const tool = names.find((name) => name.endsWith('website-crawler')) ?? ''
      const called = await call(tool, { startUrls: [{ url: site }], maxPages: 1 })
      expect(runResult.parse(called.structuredContent).storages.datasets.default.itemCount).toBe(1)
    })

    it('starts a run without waiting for it, and aborts it', async () => {
      const silent = createServer()
      const asked = once(silent, 'request')
      const origin = await listen(silent)
      const { call } = await startApifyServer(['--tools', 'actors,runs,storage'])
      const input = { startUrls: [{ url: origin }] }
      const started = await call('call-actor', { actor: ACTOR, input, waitSecs: 0 })
      const { runId } = z.object({ runId: z.string() }).parse(started.structuredContent)
      await asked
      const running = await call('get-actor-run', { runId, waitSecs: 0 })
      expect(running.structuredContent).toMatchObject({ status: 'RUNNING' })
      await call('abort-actor-run', { runId })
      const ended = await call('get-actor-run', { runId, waitSecs: 30 })
      expect(ended.structuredContent).toMatchObject({ runId, status: 'ABORTED' })
    })

    it('says what is wrong, as it does on Apify', async () => {
      const { call } = await startApifyServer(['--tools', 'actors,runs,storage'])
      for (const [name, args, problem] of [
        ['fetch-actor-details', { actor: 'local/nothing' }, /nothing/],
        ['call-actor', { actor: ACTOR, input: { startUrls: 3 } }, /Input validation failed/],
        ['get-actor-run', { runId: 'nowhere' }, /'nowhere' not found/],
        ['get-dataset-items', { datasetId: 'nowhere' }, /'nowhere' not found/],
      ] as const) {
        const { content, isError } = await call(name, args)
        expect([name, isError]).toEqual([name, true])
        expect(content[0]?.text).toMatch(problem)
      }
    })
  },
)
