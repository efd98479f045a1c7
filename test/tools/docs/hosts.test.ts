import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { largePage, startDocsSite } from '../../support/docs-site.ts'
import { CERTIFICATE } from '../../support/fake-apify/certificate.ts'
import { startFaultyProxy } from '../../support/fake-apify/faults.ts'
import { makeFolder } from '../../support/folder.ts'
import { connect, startHttp } from '../../support/http.ts'
import { startProxy } from '../../support/recording-proxy.ts'
import { serve } from '../../support/seeded-server.ts'

/** Serves the tools with a site that has one large page. */
async function serveDocs() {
  const site = await startDocsSite()
  site.set('/platform/actors/memory.md', { body: largePage() })
  return { site, ...(await serve({ args: ['--tools=docs', `--docs=${site.url}`] })) }
}

describe('read_docs', () => {
  it('reads no other host', async () => {
    const { site, call } = await serveDocs()
    const other = await startDocsSite()
    other.set('/platform/proxy.md', { body: 'stolen' })
    for (const url of [
      `${other.url}/platform/proxy.md`,
      `http://${site.host}@${other.host}/platform/proxy.md`,
      `//${other.host}/platform/proxy.md`,
      'file:///etc/passwd',
      'http://169.254.169.254/platform/proxy',
      'not an address',
    ]) {
      const { isError, text } = await call('read_docs', { url })
      expect(isError, url).toBe(true)
      expect(text).toContain(`is not an address of ${site.host}. No other host is read.`)
    }
    expect((await call('read_docs', { url: `${other.url}/x/proxy` })).text).toContain(
      `\`${site.url}/platform/proxy\``,
    )
    expect(other.requests).toEqual([])
  })

  it('follows redirects to pages of its sites only', async () => {
    const { site, call } = await serveDocs()
    const other = await startDocsSite()
    const to = (location: string) => ({ status: 301, headers: { location } })
    site.set('/old.md', to('/older?x=1#y'))
    site.set('/older.md', to(`${site.url}/platform/actors/memory/`))
    site.set('/away.md', to(`${other.url}/platform/proxy.md`))
    site.set('/file.md', to('file:///etc/passwd'))
    site.set('/round.md', to('/round.md'))
    const old = await call('read_docs', { url: '/old' })
    expect(old.structured).toMatchObject({
      title: 'Memory and CPU',
      url: `${site.url}/platform/actors/memory`,
    })
    for (const url of ['/away', '/file'])
      expect((await call('read_docs', { url })).text).toContain(
        'redirects this page to another host',
      )
    expect((await call('read_docs', { url: '/round' })).text).toContain('redirects without end')
    expect(other.requests).toEqual([])
  })
})

describe('over HTTP', () => {
  it('tenants share what was downloaded, and no token leaves', async () => {
    const site = await startDocsSite()
    site.set('/platform/actors/memory.md', { body: largePage() })
    const { url } = await startHttp({
      args: ['--tools=docs', `--docs=${site.url}`],
      env: { APIFY_API_BASE_URL: 'http://127.0.0.1:1' },
    })
    for (const token of ['apify_api_tenant_one_123456', 'apify_api_tenant_two_123456']) {
      const { client } = await connect(url, token)
      const args = { url: '/platform/actors/memory' }
      const { isError } = await client.callTool({ name: 'read_docs', arguments: args })
      expect(isError).toBeFalsy()
    }
    expect(site.paths()).toEqual(['/platform/actors/memory.md'])
    expect(JSON.stringify(site.requests)).not.toContain('tenant')
  })
})

describe('with HTTPS_PROXY', () => {
  /** Serves the tools with a site at an https address that only the proxy finds. */
  async function serveProxied(proxy: string) {
    const site = await startDocsSite()
    const secure = await startFaultyProxy({ upstream: site.url, secure: true })
    onTestFinished(() => secure.close())
    const dir = await makeFolder()
    await writeFile(join(dir, 'ca.pem'), CERTIFICATE)
    const host = `docs.faults.test:${secure.port}`
    const env = { NODE_EXTRA_CA_CERTS: join(dir, 'ca.pem'), HTTPS_PROXY: proxy }
    return { host, ...(await serve({ args: ['--tools=all', `--docs=${host}`], env })) }
  }

  it('reaches https sites through the tunnel', async () => {
    const { asked, at } = await startProxy()
    const { host, call } = await serveProxied(at())
    const { structured, text } = await call('search_docs', { query: 'proxy', limit: 1 })
    expect(structured.results, text).toMatchObject([{ url: `https://${host}/platform/proxy` }])
    expect(asked).toEqual([`CONNECT ${host}`])
  })

  it('names the proxy if it refuses', async () => {
    const { at } = await startProxy()
    const { call } = await serveProxied(at('wrong-password'))
    const { text, isError } = await call('search_docs', { query: 'proxy' })
    expect(isError).toBe(true)
    expect(text).toContain('The proxy in HTTPS_PROXY refused the connection')
    expect(text).not.toContain('wrong-password')
    expect((await call('whoami')).isError).toBe(false)
  })
})
