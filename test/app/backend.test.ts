import { describe, expect, it } from 'vitest'
import { answerIn, call, post, startHttp } from '../support/http.ts'
import { startServer } from '../support/mcp-client.ts'
import { startProxy } from '../support/recording-proxy.ts'
import { demoSite, site } from '../support/website-crawler/crawls.ts'

const NAMES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy']
const allOf = (value: string) => Object.fromEntries(NAMES.map((name) => [name, value]))

describe('the local platform with a proxy in the environment', () => {
  it.each<[what: string, env: Record<string, string>]>([
    ['no NO_PROXY', {}],
    ['a NO_PROXY for other hosts', { NO_PROXY: 'corp', no_proxy: '10.0.0.0/8' }],
  ])('is called directly, and so are the sites of its runs, with %s', async (_, env) => {
    const { asked, at } = await startProxy()
    const { url, pages } = await demoSite()
    const server = await startServer({ args: ['--local'], env: { ...allOf(at()), ...env } })
    expect((await server.call('whoami')).structured).toMatchObject({ mode: 'local' })
    const input = { startUrls: [{ url }] }
    const run = await server.call('run_actor_sync', { actorId: 'local/website-crawler', input })
    expect(run.structured).toMatchObject({ run: { status: 'SUCCEEDED' }, total: pages })
    expect(server.stderr()).toBe('')
    expect(asked).toEqual([])
  })

  it.each(['socks5://user:secret@127.0.0.1:9', 'http://user:se/cret@proxy', '8080'])(
    'works although it is %j, and one line says so',
    async (value) => {
      const { call, stderr } = await startServer({ env: allOf(value) })
      expect((await call('whoami')).isError).toBe(false)
      expect(stderr()).toMatch(/^apify-agent-tools: http_proxy and https_proxy [^\n]*\n$/)
      expect(stderr()).not.toMatch(/user|cret/)
    },
  )

  it('lets runs that ask for Apify Proxy use it, except for this machine', async () => {
    const { asked, at } = await startProxy()
    const { origin } = await site({ '/': 'Hello' })
    const away = origin.replace('127.0.0.1', 'site.faults.test')
    const startUrls = [{ url: origin }, { url: away }]
    const { call } = await startServer({ args: ['--local'], env: allOf(at()) })
    const input = { startUrls, proxyConfiguration: { useApifyProxy: true } }
    const run = await call('run_actor_sync', { actorId: 'local/website-crawler', input })
    expect(run.structured).toMatchObject({ run: { status: 'SUCCEEDED' }, total: 2 })
    expect(asked).toEqual([`plain site.faults.test:${new URL(origin).port}`])
  })

  it.each([
    ['a good one', undefined],
    ['a wrong one', 'socks5://user:secret@127.0.0.1:9'],
  ])('is called directly over HTTP with %s', async (_, wrong) => {
    const { asked, at } = await startProxy()
    const { url, stderr } = await startHttp({ args: ['--local'], env: allOf(wrong ?? at()) })
    const { result } = await answerIn(await post(url, call(1, 'whoami')))
    expect(result?.structuredContent).toMatchObject({ mode: 'local' })
    expect(asked).toEqual([])
    expect(stderr().split('proxy are not URLs')).toHaveLength(wrong ? 2 : 1)
    expect(stderr()).not.toContain('secret')
  })
})
