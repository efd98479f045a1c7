import { expect, onTestFinished, test } from 'vitest'
import { runToEnd } from '../../support/local-platform/platform.ts'
import { logOf, startWithSdk } from '../../support/local-platform/sdk-platform.ts'
import { links, startWebServer } from '../../support/website-crawler/web-server.ts'

/** Serves `count` pages, each with links to two others. */
async function startSite(count: number): Promise<string> {
  const { origin, close } = await startWebServer((request, response) => {
    const n = Number(request.url?.slice(1) || 1)
    const next = [2 * n, 2 * n + 1].filter((page) => page <= count)
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(`<title>Page ${n}</title>${links(...next.map((page) => `/${page}`))}`)
  })
  onTestFinished(close)
  return `${origin}/`
}

test('a Crawlee crawler visits 200 pages with its queue through the proxy', async () => {
  const site = await startSite(200)
  const platform = await startWithSdk(`
    import { Actor } from 'apify'
    import { CheerioCrawler } from '@crawlee/cheerio'
    await Actor.init()
    const { site } = await Actor.getInput()
    const proxyConfiguration = await Actor.createProxyConfiguration({ groups: ['RESIDENTIAL'] })
    let proxied = 0
    const crawler = new CheerioCrawler({
      proxyConfiguration,
      async requestHandler({ $, request, enqueueLinks, proxyInfo }) {
        if (proxyInfo?.hostname === process.env.APIFY_PROXY_HOSTNAME) proxied++
        await Actor.pushData({ url: request.loadedUrl, title: $('title').text() })
        await enqueueLinks()
      },
    })
    const stats = await crawler.run([site])
    await Actor.setValue('OUTPUT', { finished: stats.requestsFinished, proxied })
    await Actor.exit()`)
  const run = await runToEnd(platform, '', JSON.stringify({ site }))
  expect(run, await logOf(platform, run.id)).toMatchObject({ status: 'SUCCEEDED' })
  const output = await platform.call(`GET /v2/actor-runs/${run.id}/key-value-store/records/OUTPUT`)
  expect(output.json).toEqual({ finished: 200, proxied: 200 })
  const { json: items } = await platform.call(`GET /v2/actor-runs/${run.id}/dataset/items`)
  expect(new Set(items.map(({ title }: { title: string }) => title)).size).toBe(200)
  const { data: queue } = (await platform.call(`GET /v2/actor-runs/${run.id}/request-queue`)).json
  expect(queue).toMatchObject({
    totalRequestCount: 200,
    handledRequestCount: 200,
    hadMultipleClients: false,
  })
})
