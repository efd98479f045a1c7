import { describe, expect, test } from 'vitest'
import { demoSite, site, useCrawler } from '../../support/website-crawler/crawls.ts'
import { type Handler, links, reply } from '../../support/website-crawler/web-server.ts'

const crawl = useCrawler()

describe('the demo site', () => {
  test('is crawled completely, with its dead link counted as a failure', async () => {
    const demo = await demoSite()
    const run = await crawl({ startUrls: [{ url: demo.url }], maxPages: 50 })
    expect(run.code).toBe(0)
    expect(run.rows).toHaveLength(demo.pages)
    expect(run.output).toEqual({
      pagesCrawled: demo.pages,
      pagesFailed: 1,
      pagesSkipped: 0,
      startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      durationSecs: expect.any(Number),
      maxDepthReached: 2,
      stoppedBy: 'done',
      failures: [{ url: `${demo.url}products/winter-candle`, reason: 'HTTP 404' }],
    })
    expect(run.log).toMatch(/^INFO {2}Crawled http:\S+\/about depth 1, \d+ links, \d+ ms$/m)
    expect(run.log).toContain(`WARN  Failed ${demo.url}products/winter-candle: HTTP 404`)
  })

  test('returns the main text in any script, without menus and footers', async () => {
    const demo = await demoSite()
    const run = await crawl({ startUrls: [`${demo.url}about`], maxDepth: 0 })
    expect(run.rows).toEqual([
      {
        url: `${demo.url}about`,
        title: 'About us – Clay & Kettle',
        text: expect.stringMatching(/^About us Two potters.*✨ Unsere.*Äckern.*🥨 私たち.*🍵$/u),
        links: 6,
        loadTimeMs: expect.any(Number),
        depth: 0,
        statusCode: 200,
      },
    ])
  })

  test('returns only the matches of a selector', async () => {
    const demo = await demoSite()
    const run = await crawl({ startUrls: [`${demo.url}pantry`], maxDepth: 0, selector: '.price' })
    expect(run.rows).toMatchObject([
      { matches: ['€12.80', '€11.20', '€6.40'], text: '€12.80\n€11.20\n€6.40' },
    ])
  })

  test('status messages come at most once a second, with a last one at the end', async () => {
    const demo = await demoSite()
    const run = await crawl({ startUrls: [demo.url], maxPages: 5 })
    const last = run.statusMessages.at(-1)
    expect(last?.isStatusMessageTerminal).toBe(true)
    expect(last?.statusMessage).toMatch(/^Crawled 5 pages in [\d.]+ s, up to the page limit\.$/)
    const seconds = Number(/in ([\d.]+) s/.exec(last?.statusMessage ?? '')?.[1])
    expect(run.statusMessages.length).toBeLessThanOrEqual(seconds + 2)
  })
})

describe('limits', () => {
  const chain = {
    '/': links('/1a', '/gone', '/1b'),
    '/1a': links('/2'),
    '/1b': links('/2', '/'),
    '/2': links('/3'),
    '/3': 'The end',
  }

  test('the depth limit ends the crawl', async () => {
    const { origin } = await site(chain)
    const run = await crawl({ startUrls: [origin], maxDepth: 2 })
    const depths = Object.fromEntries(run.rows.map(({ url, depth }) => [url, depth]))
    expect(depths).toEqual({
      [`${origin}/`]: 0,
      [`${origin}/1a`]: 1,
      [`${origin}/1b`]: 1,
      [`${origin}/2`]: 2,
    })
    expect(run.output).toMatchObject({ maxDepthReached: 2, stoppedBy: 'done' })
  })

  test.each([1, 5])('the page limit is exact with %i at a time', async (maxConcurrency) => {
    const { origin } = await site(chain)
    const run = await crawl({ startUrls: [origin], maxDepth: 9, maxPages: 3, maxConcurrency })
    expect(run.rows.map(({ url }) => url).sort()).toEqual([
      `${origin}/`,
      `${origin}/1a`,
      `${origin}/1b`,
    ])
    expect(run.output).toMatchObject({ pagesCrawled: 3, pagesFailed: 1, stoppedBy: 'maxPages' })
  })

  test('a site with exactly as many pages as the limit is crawled completely', async () => {
    const { origin } = await site(chain)
    const run = await crawl({ startUrls: [origin], maxDepth: 9, maxPages: 5 })
    expect(run.output).toMatchObject({ pagesCrawled: 5, stoppedBy: 'done' })
  })

  test('at most maxConcurrency pages load at the same time', async () => {
    let loading = 0
    let most = 0
    const slow: Handler = (_request, response) => {
      most = Math.max(most, ++loading)
      setImmediate(() => {
        loading--
        response.writeHead(200, { 'content-type': 'text/html' }).end('Slow')
      })
    }
    const paths = Array.from({ length: 12 }, (_, index) => `/${index}`)
    const routes = Object.fromEntries(paths.map((path) => [path, slow]))
    const { origin } = await site({ '/': links(...paths), ...routes })
    const run = await crawl({ startUrls: [origin], maxConcurrency: 2 })
    expect(run.rows).toHaveLength(13)
    expect(most).toBeLessThanOrEqual(2)
  })

  test('long texts are truncated', async () => {
    const { origin } = await site({ '/': '<p>ab</p><p>c😀</p>' })
    const run = await crawl({ startUrls: [origin], maxTextChars: 5 })
    expect(run.rows).toMatchObject([{ text: 'ab c' }])
  })

  test('an endless page is read up to 5 MB', async () => {
    const body = `${links('/next')}${'<!-- filler -->'.repeat(400_000)}<p>Too late</p>`
    const { origin } = await site({ '/': body, '/next': 'Next' })
    const run = await crawl({ startUrls: [origin] })
    expect(run.rows).toMatchObject([{ text: 'to /next' }, { text: 'Next' }])
  })
})

describe('links', () => {
  test('to other hosts are counted but not followed', async () => {
    const other = await site({ '/': 'Elsewhere' })
    const away = other.origin.replace('127.0.0.1', 'localhost')
    const { origin } = await site({ '/': links(away, 'mailto:a@example.com', '/in', '/in') })
    const run = await crawl({ startUrls: [origin] })
    expect(run.rows).toMatchObject([{ links: 2 }])
    expect(other.hits).toEqual([])
  })

  test('with fragments lead to one page', async () => {
    const { origin, hits } = await site({
      '/': links('/page#top', '/page', './page?', '#here', '/'),
      '/page': 'Page',
    })
    await crawl({ startUrls: [`${origin}#start`, { url: origin }] })
    expect(hits).toEqual(['/', '/page'])
  })

  test('follow the base of the page', async () => {
    const { origin, hits } = await site({
      '/': `<base href="/docs/">${links('intro')}`,
      '/docs/intro': 'Intro',
    })
    await crawl({ startUrls: [origin] })
    expect(hits).toEqual(['/', '/docs/intro'])
  })

  test('to things that are not HTML are skipped', async () => {
    const { origin } = await site({
      '/': links('/paper.pdf'),
      '/paper.pdf': reply(200, { 'content-type': 'application/pdf' }, '%PDF'),
    })
    const run = await crawl({ startUrls: [origin] })
    expect(run.rows).toHaveLength(1)
    expect(run.output).toMatchObject({ pagesSkipped: 1, pagesFailed: 0 })
  })
})

describe('main text', () => {
  test.each([
    ['the main element', '<h1>Top</h1><main>In <b>bo</b>ld<p>two</p></main>', 'In bold two'],
    ['a single article', '<p>Top</p><article>Story</article>', 'Story'],
    ['all of several articles', '<article>One</article><article>Two</article>', 'One Two'],
    ['what readers can see', '<p>Seen<script>no()</script><span hidden>not</span>', 'Seen'],
    ['the menu if there is nothing else', '<title>T</title><nav>Home</nav>', 'Home'],
  ])('is %s', async (_what, body, text) => {
    const { origin } = await site({ '/': body })
    const run = await crawl({ startUrls: [origin] })
    expect(run.rows).toMatchObject([{ text }])
  })
})
