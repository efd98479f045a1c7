import { CheerioCrawler } from '@crawlee/cheerio'
import { Actor } from 'apify'

await Actor.init()

const { startUrls, maxPages } = await Actor.getInput()
let pages = 0

const crawler = new CheerioCrawler({
  maxRequestsPerCrawl: maxPages,
  async requestHandler({ request, $, enqueueLinks, log }) {
    const url = request.loadedUrl ?? request.url
    log.info(`Reading ${url}`)
    await Actor.pushData({ url, title: $('title').text().trim() })
    pages += 1
    await enqueueLinks()
  },
})
await crawler.run(startUrls)

await Actor.setValue('OUTPUT', { pages })
await Actor.exit(`Read ${pages} pages`)
