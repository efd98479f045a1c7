import { describe, expect, it } from 'vitest'
import { demoSite, useCrawler } from '../../support/website-crawler/crawls.ts'
import { blocksFor } from './blocks.ts'

const crawl = useCrawler()
const [input, row, output, ...others] = blocksFor('repository/docs/crawler.test.ts').map(
  ({ code }) => JSON.parse(code),
)

/** Returns what an object is like: its keys in their order, and the types of their values. */
const shapeOf = (value: object) =>
  Object.entries(value).map(([key, each]) => [key, Array.isArray(each) ? 'array' : typeof each])

describe('the page of the crawler', () => {
  it('shows an input that runs as it stands, but for the site', async () => {
    const demo = await demoSite()
    const { startUrls, ...options } = input
    const urls = startUrls.map(({ url }: { url: string }) => ({
      url: url.replace('https://example.com', demo.url),
    }))
    const run = await crawl({ startUrls: urls, ...options })
    expect(run).toMatchObject({ code: 0, output: { maxDepthReached: input.maxDepth } })
    expect(run.rows[0]).toMatchObject({ matches: expect.anything() })
  })

  it('shows a row and a summary as they are', async () => {
    const demo = await demoSite()
    const run = await crawl({ startUrls: [{ url: demo.url }] })
    expect(shapeOf(row)).toEqual(shapeOf(run.rows[0] ?? {}))
    expect(shapeOf(output)).toEqual(shapeOf(run.output ?? {}))
    expect(shapeOf(output.failures[0])).toEqual([
      ['url', 'string'],
      ['reason', 'string'],
    ])
    expect(others).toEqual([])
  })
})
