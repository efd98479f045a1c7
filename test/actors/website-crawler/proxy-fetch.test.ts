import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { CERTIFICATE } from '../../support/fake-apify/certificate.ts'
import { startFaultyProxy } from '../../support/fake-apify/faults.ts'
import { makeFolder } from '../../support/folder.ts'
import { startBrokenProxy, startProxy } from '../../support/recording-proxy.ts'
import { ENVIRONMENT } from '../../support/website-crawler/actor-run.ts'
import { demoSite, site, useCrawler } from '../../support/website-crawler/crawls.ts'
import { links, reply } from '../../support/website-crawler/web-server.ts'

const crawl = useCrawler()
const through = (...proxyUrls: string[]) => ({ proxyConfiguration: { proxyUrls } })
/** Returns the address of a site under a name that only the proxy finds. */
const renamed = (origin: string) => origin.replace('127.0.0.1', 'site.faults.test')

describe('through its own proxy', () => {
  test('a whole site is crawled as without one', async () => {
    const { asked, at } = await startProxy()
    const demo = await demoSite()
    const run = await crawl({ startUrls: [demo.url], maxPages: 50, ...through(at()) })
    expect(run.output).toMatchObject({ pagesCrawled: demo.pages, pagesFailed: 1 })
    const { host } = new URL(demo.url)
    expect(new Set(asked)).toEqual(new Set([`plain ${host}`]))
    expect(run.log).toContain('INFO  Loading pages through 127.0.0.1:')
    expect(run.log).not.toMatch(/user:|proxy-password/)
  })

  test('several proxies take turns', async () => {
    const [one, two] = [await startProxy(), await startProxy({ password: 'other' })]
    const { origin } = await site({ '/': links('/a', '/b', '/c'), '/a': 'A', '/b': 'B', '/c': 'C' })
    const run = await crawl({ startUrls: [renamed(origin)], ...through(one.at(), two.at()) })
    expect(run.rows).toHaveLength(4)
    expect([one.asked.length, two.asked.length]).toEqual([2, 2])
  })

  test('https sites are crawled through tunnels, with redirects', async () => {
    const { asked, at } = await startProxy({ secure: true })
    const { origin } = await site({
      '/': links('/old'),
      '/old': reply(302, { location: '/new' }),
      '/new': 'New',
    })
    const { port, close } = await startFaultyProxy({ upstream: origin, secure: true })
    const ca = join(await makeFolder(), 'ca.pem')
    await writeFile(ca, CERTIFICATE)
    const run = await crawl(
      { startUrls: [`https://site.faults.test:${port}`], ...through(at()) },
      { env: { ...ENVIRONMENT, NODE_EXTRA_CA_CERTS: ca } },
    )
    await close()
    expect(run.rows.map(({ url }) => new URL(String(url)).pathname)).toEqual(['/', '/new'])
    expect(asked).toEqual(Array(3).fill(`CONNECT site.faults.test:${port}`))
    expect(run.log).not.toContain('Warning')
  })

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('%s bodies are decoded', async (encoding, encode) => {
    const { at } = await startProxy()
    const headers = { 'content-type': 'text/html', 'content-encoding': encoding }
    const { origin } = await site({ '/': reply(200, headers, encode('<p>Read me</p>')) })
    const run = await crawl({ startUrls: [origin], ...through(at()) })
    expect(run.rows).toMatchObject([{ text: 'Read me' }])
  })
})

describe('a proxy that fails', () => {
  test.each<[what: string, start: () => Promise<string>, says: string]>([
    [
      'wants a password',
      async () => (await startProxy()).at('wrong'),
      'answered 407 Proxy Authentication Required',
    ],
    [
      'is not there',
      async () => 'http://user:wrong@127.0.0.1:9',
      'cannot be reached (ECONNREFUSED)',
    ],
    [
      'closes each connection',
      async () => `http://user:wrong@${await startBrokenProxy((socket) => socket.destroy())}`,
      'gave no answer (ECONNRESET)',
    ],
  ])('because it %s is named in the log, without its password', async (_, start, says) => {
    const { origin } = await site({ '/': 'Hello' })
    const proxy = await start()
    const secure = origin.replace('http:', 'https:')
    const run = await crawl({ startUrls: [origin, secure], ...through(proxy) })
    expect(run.code).toBe(1)
    const problem = `the proxy ${new URL(proxy).host} ${says}`
    expect(run.log).toContain(`WARN  Failed ${origin}/: ${problem}`)
    expect(run.log).toContain(`WARN  Failed ${secure}/: ${problem}`)
    expect(run.log).not.toMatch(/wrong|user:/)
  })
})

test('a site that the proxy cannot reach is told from a proxy that cannot be reached', async () => {
  const { at, host } = await startProxy()
  const startUrls = ['http://127.0.0.1:9/', 'https://127.0.0.1:9/']
  const run = await crawl({ startUrls, ...through(at()) })
  const named = (url: string) => `WARN  Failed ${url}: the proxy ${host}`
  expect(run.log).toContain(`${named('http://127.0.0.1:9/')} answered 594 Connection Refused`)
  expect(run.log).toContain(`${named('https://127.0.0.1:9/')} gave no answer (ECONNRESET)`)
})

test('the crawl fails with a sentence if the platform has no proxy', async () => {
  const { origin, hits } = await site({ '/': 'Hello' })
  const proxyConfiguration = { useApifyProxy: true }
  const run = await crawl({ startUrls: [origin], proxyConfiguration })
  expect(run.code).toBe(1)
  expect(run.statusMessages).toMatchObject([
    { statusMessage: expect.stringContaining('this platform has none') },
  ])
  expect(hits).toEqual([])
})

test('the crawl uses the proxy of the platform if the input asks for it', async () => {
  const { asked, host } = await startProxy()
  const { origin } = await site({ '/': 'Hello' })
  const [hostname = '', port = ''] = host.split(':')
  const env = {
    ...ENVIRONMENT,
    APIFY_PROXY_HOSTNAME: hostname,
    APIFY_PROXY_PORT: port,
    APIFY_PROXY_PASSWORD: 'x',
  }
  const proxyConfiguration = { useApifyProxy: true, apifyProxyGroups: ['RESIDENTIAL'] }
  const run = await crawl({ startUrls: [origin], proxyConfiguration }, { env })
  // The recording proxy knows another user.
  expect(run.log).toContain(`the proxy ${host} answered 407`)
  expect(run.log).toContain('WARN  This computer has no Apify Proxy')
  expect(asked).toContain(`plain ${new URL(origin).host}`)
})
