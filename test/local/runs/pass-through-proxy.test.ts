import { expect, onTestFinished, test } from 'vitest'
import { fetchThrough } from '../../../actors/website-crawler/proxy-fetch.ts'
import { PassThroughProxy, type UpstreamProxy } from '../../../src/local/runs/pass-through-proxy.ts'
import { startProxy } from '../../support/recording-proxy.ts'
import { site } from '../../support/website-crawler/crawls.ts'

/** Starts the proxy and returns a function that loads a URL through it. */
async function start(upstream?: UpstreamProxy) {
  const proxy = new PassThroughProxy(upstream)
  onTestFinished(() => proxy.close())
  const { hostname, port, password } = await proxy.address()
  return async (url: string, given = password) => {
    const address = new URL(`http://auto:${given}@${hostname}:${port}`)
    const signal = new AbortController().signal
    const { status, body } = await fetchThrough(address, url, { headers: {}, signal })
    return { status, text: await new Response(body).text() }
  }
}

test('requests go to their targets directly', async () => {
  const load = await start()
  const { origin } = await site({ '/': 'Hello' })
  expect(await load(origin)).toEqual({ status: 200, text: 'Hello' })
})

test('a wrong password is refused', async () => {
  const load = await start()
  const { origin, hits } = await site({ '/': 'Hello' })
  await expect(load(origin, 'wrong')).rejects.toThrow('407')
  expect(hits).toEqual([])
})

test('the status page says that it is connected', async () => {
  const load = await start()
  expect((await load('http://proxy.apify.com/')).text).toContain('"connected":true')
})

test('requests go through the proxy that the machine needs for their targets', async () => {
  const { asked, at } = await startProxy()
  const chosen: string[] = []
  const load = await start((url) => {
    chosen.push(url.href)
    return url.hostname === '127.0.0.1' ? undefined : at()
  })
  const { origin } = await site({ '/': 'Hello' })
  const { port } = new URL(origin)
  expect((await load(origin)).text).toBe('Hello')
  expect((await load(`http://site.test:${port}`)).text).toBe('Hello')
  // It speaks no TLS, but the tunnel is there.
  await expect(load(`https://site.test:${port}`)).rejects.toThrow()
  await expect(load(`https://[::1]:${port}`)).rejects.toThrow()
  expect(asked.slice(0, 2)).toEqual([`plain site.test:${port}`, `CONNECT site.test:${port}`])
  expect(chosen).toEqual([
    `${origin}/`,
    `http://site.test:${port}/`,
    `https://site.test:${port}/`,
    `https://[::1]:${port}/`,
  ])
})
