import { once } from 'node:events'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { startDemoSite } from '../../scripts/demo-site.ts'
import { startLocalPlatform } from '../../src/local/index.ts'
import { makeFolder } from '../support/folder.ts'
import { watchAnswers } from '../support/local-platform/watch-answers.ts'
import { ROOT } from '../support/root.ts'
import { moduleFile, NEW_NODE, packageName } from './client.ts'
import { listen } from './protocol-version.ts'
import { toolResult } from './results.ts'

const PACKAGE = '@apify/actors-mcp-server'
const ACTOR = 'local/website-crawler'

type Call = (name: string, args?: Record<string, unknown>) => Promise<z.output<typeof toolResult>>

/**
 * Starts Apify's own MCP server on the local platform. The client checks each structured result with
 * the output schema of its tool, and the platform's answers are compared with the API's description.
 * @param tools the names of groups, tools and Actors to offer
 */
async function startApifyServer(
  tools: string,
): Promise<{ call: Call; names: string[]; site: string }> {
  const site = await startDemoSite()
  onTestFinished(() => site.close())
  const home = await makeFolder()
  const actorDirs = [join(ROOT, 'dist/actors')]
  const { baseUrl, token, close } = await startLocalPlatform({ dir: join(home, 'data'), actorDirs })
  const { found } = watchAnswers(baseUrl)
  onTestFinished(async () => {
    await close()
    expect([...found]).toEqual([])
  })
  const client = new Client({ name: 'interop', version: '1.0.0' })
  const server = new StdioClientTransport({
    command: NEW_NODE.path,
    args: [moduleFile(`${PACKAGE}/dist/stdio.js`), '--tools', tools],
    env: {
      APIFY_TOKEN: token,
      APIFY_API_BASE_URL: baseUrl,
      TELEMETRY_ENABLED: 'false',
      HOME: home,
    },
  })
  await client.connect(server)
  onTestFinished(() => client.close())
  const names = (await client.listTools()).tools.map(({ name }) => name)
  const call: Call = async (name, args = {}) =>
    toolResult.parse(await client.callTool({ name, arguments: args }))
  return { call, names, site: site.url }
}

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
  `${packageName(PACKAGE)} on ${NEW_NODE.name}, with the local platform as its API`,
  () => {
    it('finds an Actor and shows its details', async () => {
      const { call, names } = await startApifyServer('actors,runs,storage')
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
      const { call, site } = await startApifyServer('actors,runs,storage')
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
      const { call, site } = await startApifyServer('actors,runs,storage')
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
      const { call, names, site } = await startApifyServer(`runs,${ACTOR}`)
      const tool = names.find((name) => name.endsWith('website-crawler')) ?? ''
      const called = await call(tool, { startUrls: [{ url: site }], maxPages: 1 })
      expect(runResult.parse(called.structuredContent).storages.datasets.default.itemCount).toBe(1)
    })

    it('starts a run without waiting for it, and aborts it', async () => {
      const silent = createServer()
      const asked = once(silent, 'request')
      const origin = await listen(silent)
      const { call } = await startApifyServer('actors,runs,storage')
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
      const { call } = await startApifyServer('actors,runs,storage')
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
