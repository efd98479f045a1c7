import { EventEmitter, once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { site, useCrawler } from '../../support/website-crawler/crawls.ts'
import { type Handler, links, reply } from '../../support/website-crawler/web-server.ts'

const HTML = { 'content-type': 'text/html' }

const crawl = useCrawler()

/** Gives each handler one request, and the last one all further requests. */
function inTurn(...handlers: [Handler, ...Handler[]]): Handler {
  return (request, response) => {
    const handler = handlers.length > 1 ? handlers.shift() : handlers[0]
    return handler?.(request, response)
  }
}

const hangUp: Handler = (request) => request.socket.destroy()

describe('redirects', () => {
  test('within the site are followed, each target once', async () => {
    const { origin, hits } = await site({
      '/': links('/old', '/older'),
      '/old': reply(301, { location: '/new' }),
      '/older': reply(302, { location: '/old' }),
      '/new': '<title>New</title>',
    })
    const run = await crawl({ startUrls: [origin], maxConcurrency: 1 })
    expect(run.rows).toMatchObject([{ url: `${origin}/` }, { url: `${origin}/new`, title: 'New' }])
    expect(run.output).toMatchObject({ pagesSkipped: 1, pagesFailed: 0 })
    expect(hits).toEqual(['/', '/old', '/new', '/older'])
  })

  test('to another site are not followed', async () => {
    const other = await site({ '/': 'Elsewhere' })
    const away = other.origin.replace('127.0.0.1', 'localhost')
    const { origin } = await site({ '/': links('/away'), '/away': reply(302, { location: away }) })
    const run = await crawl({ startUrls: [origin] })
    expect(run.rows).toHaveLength(1)
    expect(run.output).toMatchObject({ pagesSkipped: 1, pagesFailed: 0 })
    expect(other.hits).toEqual([])
  })

  test('in a loop fail', async () => {
    const { origin } = await site({
      '/': links('/a'),
      '/a': reply(302, { location: '/b' }),
      '/b': reply(302, { location: '/a' }),
    })
    const run = await crawl({ startUrls: [origin] })
    expect(run.output).toMatchObject({
      failures: [{ url: `${origin}/a`, reason: 'redirects in a loop' }],
    })
  })
})

describe('charsets', () => {
  test.each([
    ['the header', 'text/html; charset=windows-1252', '<p>Gr\xfc\xdfe</p>', 'Grüße'],
    ['the meta tag', 'text/html', '<meta charset="shift_jis"><p>\x93\xfa\x96{</p>', '日本'],
    ['nothing', 'text/html', '<p>Gr\xc3\xbc\xc3\x9fe</p>', 'Grüße'],
    ['an unknown name', 'text/html; charset=klingon', '<p>Gr\xc3\xbc\xc3\x9fe</p>', 'Grüße'],
    ['a byte order mark', 'text/html; charset=latin1', '\xef\xbb\xbf<p>Gr\xc3\xbcn</p>', 'Grün'],
  ])('are read from %s', async (_source, type, body, text) => {
    const page = reply(200, { 'content-type': type }, Buffer.from(body, 'latin1'))
    const { origin } = await site({ '/': page })
    const run = await crawl({ startUrls: [origin] })
    expect(run.rows).toMatchObject([{ text }])
  })
})

describe('failing pages', () => {
  test.each([
    ['a server error', reply(503, HTML, 'Busy')],
    ['a broken connection', hangUp],
  ])('are retried after %s', async (_name, failure) => {
    const { origin, hits } = await site({ '/': inTurn(failure, reply(200, HTML, 'Fine')) })
    const run = await crawl({ startUrls: [origin] })
    expect(run.rows).toMatchObject([{ text: 'Fine', statusCode: 200 }])
    expect(hits).toEqual(['/', '/'])
  })

  test('are tried at most twice', async () => {
    const { origin, hits } = await site({ '/': links('/bad'), '/bad': reply(500, HTML) })
    const run = await crawl({ startUrls: [origin] })
    expect(hits).toEqual(['/', '/bad', '/bad'])
    expect(run.output).toMatchObject({ failures: [{ url: `${origin}/bad`, reason: 'HTTP 500' }] })
  })

  test('may be nested too deeply', async () => {
    const { origin } = await site({ '/': links('/deep'), '/deep': '<div>'.repeat(20_000) })
    const run = await crawl({ startUrls: [origin] })
    const reason = 'cannot be read: its elements are nested too deeply'
    expect(run.output).toMatchObject({ failures: [{ url: `${origin}/deep`, reason }] })
  })

  test('are all counted, and the first ten listed', async () => {
    const dead = Array.from({ length: 12 }, (_, index) => `/dead-${index}`)
    const { origin } = await site({ '/': links(...dead) })
    const run = await crawl({ startUrls: [origin] })
    expect(run.code).toBe(0)
    expect(run.output).toMatchObject({
      pagesFailed: 12,
      failures: Array.from({ length: 10 }, () => ({ reason: 'HTTP 404' })),
    })
  })

  test('fail the run if no start URL is left', async () => {
    const { origin } = await site({ '/image': reply(200, { 'content-type': 'image/png' }) })
    const run = await crawl({ startUrls: [`${origin}/gone`, `${origin}/image`] })
    expect(run.code).toBe(1)
    expect(run.rows).toEqual([])
    expect(run.output).toMatchObject({ pagesCrawled: 0, pagesFailed: 2 })
    expect(run.statusMessages.at(-1)?.statusMessage).toBe(
      `No start URL could be crawled: ${origin}/gone HTTP 404.`,
    )
  })
})

describe('the input', () => {
  test.each([
    [undefined, 'it must be an object with "startUrls"'],
    [{}, '"startUrls" must be a list with at least one URL'],
    [{ startUrls: ['example'] }, '"startUrls" has "example", which is not an http(s) URL'],
    [{ startUrls: [{ url: 'ftp://a' }] }, '"startUrls" has "ftp://a", which is not an http(s) URL'],
    [{ startUrls: ['http://a'], maxPages: 0 }, '"maxPages" must be a whole number from 1 to 10000'],
    [{ startUrls: ['http://a'], selector: 'p[' }, '"selector" p[ is not a valid CSS selector'],
  ])('%j is refused', async (input, problem) => {
    const run = await crawl(input)
    expect(run.code).toBe(1)
    expect(run.log).toBe(`ERROR The input is not valid: ${problem}.\n`)
    expect(run.statusMessages).toMatchObject([{ isStatusMessageTerminal: true }])
  })
})

describe('the platform', () => {
  test('is called again if it is busy or broken', async () => {
    const { origin } = await site({ '/': 'Home' })
    const refusals = { '/INPUT': [503], '/items': [429, 500], '/OUTPUT': [502] }
    const run = await crawl({ startUrls: [origin] }, { refusals })
    expect(run.code).toBe(0)
    expect(run.rows).toHaveLength(1)
    expect(run.output).toMatchObject({ pagesCrawled: 1 })
  })

  test('may refuse status messages, but not rows', async () => {
    const { origin } = await site({ '/': 'Home' })
    const input = { startUrls: [origin] }
    const mute = await crawl(input, { refusals: { '/actor-runs/run': [403, 403] } })
    expect(mute.code).toBe(0)
    const full = await crawl(input, { refusals: { '/items': [402] } })
    expect(full.code).toBe(1)
    expect(full.statusMessages.at(-1)?.statusMessage).toContain('HTTP 402')
  })

  test('may set only the older names of its variables', async () => {
    const { origin } = await site({ '/': 'Home' })
    const env = {
      APIFY_TOKEN: 'test-token',
      APIFY_DEFAULT_KEY_VALUE_STORE_ID: 'store',
      APIFY_DEFAULT_DATASET_ID: 'data',
      APIFY_ACTOR_RUN_ID: 'run',
    }
    const run = await crawl({ startUrls: [origin] }, { env })
    expect(run.rows).toHaveLength(1)
    expect(run.statusMessages).not.toEqual([])
  })

  test('can stop the run, which still writes its output', async () => {
    const asked = new EventEmitter()
    const { origin } = await site({ '/': links('/slow'), '/slow': () => asked.emit('slow') })
    const run = await crawl({ startUrls: [origin] }, { terminateAfter: once(asked, 'slow') })
    expect(run.code).toBe(143)
    expect(run.output).toMatchObject({ pagesCrawled: 1, pagesFailed: 0, stoppedBy: 'aborted' })
  })
})
