import { describe, expect, it } from 'vitest'
import { startDocsSite } from '../../support/docs-site.ts'
import { serve } from '../../support/seeded-server.ts'

const TOOLS = '--tools=docs'

/** Serves the tools with a site as their documentation. */
async function serveDocs(...args: string[]) {
  const site = await startDocsSite()
  return { site, ...(await serve({ args: [TOOLS, `--docs=${site.url}`, ...args] })) }
}

describe('search_docs', () => {
  it.each<[query: string, path: string]>([
    ['proxy', '/platform/proxy'],
    ['How do I use a residential proxy?', '/platform/proxy'],
    ['actors', '/platform/actors'],
    ['actor memory', '/platform/actors/memory'],
    ['how much memroy does a run get', '/platform/actors/memory'],
    ['webhook', '/platform/webhooks'],
    ['push data', '/sdk/js/push-data_(v3)'],
    ['Actor.pushData', '/sdk/js/push-data_(v3)'],
    ['zapier integrations', '/platform/zapier'],
    ['request queue reference 1373', '/api/v2/request-queue-1373'],
  ])('finds %j first', async (query, path) => {
    const { site, call, stderr } = await serveDocs()
    const { structured, isError, text } = await call('search_docs', { query, limit: 3 })
    expect(isError, text).toBe(false)
    const [first] = structured.results as { url: string }[]
    expect(first?.url).toBe(site.url + path)
    expect(stderr()).toBe('')
  })

  it('shows a title, an address and a short excerpt', async () => {
    const { site, call } = await serveDocs()
    const { structured } = await call('search_docs', { query: 'pushData', limit: 1 })
    expect(structured).toEqual({
      results: [
        {
          title: 'Actor.pushData() [JS]',
          url: `${site.url}/sdk/js/push-data_(v3)`,
          excerpt: 'Stores rows in the default dataset of a run.',
        },
      ],
    })
    const zapier = await call('search_docs', { query: 'zapier', limit: 1 })
    expect(zapier.structured.results).toMatchObject([{ excerpt: 'Platform › Integrations' }])
  })

  it('says so if nothing matches', async () => {
    const { call } = await serveDocs()
    for (const query of ['qqqqqqq', 'how do I', '?', ''])
      expect((await call('search_docs', { query })).structured).toEqual({
        results: [],
        note: 'No page matches. Try other or fewer words, in English.',
      })
  })

  it('asks for the index once, and never sends a token', async () => {
    const { site, call, fake } = await serveDocs()
    await Promise.all(['proxy', 'actors', 'runs'].map((query) => call('search_docs', { query })))
    await call('search_docs', { query: 'webhooks' })
    expect(site.paths()).toEqual(['/llms.txt'])
    expect(JSON.stringify(site.requests)).not.toContain(fake.token)
    expect(site.requests[0]?.headers).not.toHaveProperty('authorization')
  })

  it('keeps to the budget', async () => {
    const { call } = await serveDocs('--max-result-tokens=500')
    const { structured, text } = await call('search_docs', { query: 'reference', limit: 50 })
    expect(text.length).toBeLessThan(2500)
    expect(structured.results).not.toEqual([])
    expect(structured.note).toMatch(/^\d+ more did not fit\.$/)
  })

  it('searches several sites, and says which it cannot read', async () => {
    const [first, second, third] = await Promise.all([
      startDocsSite(),
      startDocsSite('# B\n- [Proxy of the second](/b/proxy.md): Proxy.\n'),
      startDocsSite(),
    ])
    third.set('/llms.txt', { status: 500, body: '<h1>Oops</h1>' })
    const sites = `${first.url},${second.url}/llms.txt,${third.url}`
    const { call } = await serve({ args: [TOOLS, `--docs=${sites}`] })
    const { structured } = await call('search_docs', { query: 'proxy' })
    const urls = (structured.results as { url: string }[]).map(({ url }) => url)
    expect(urls).toContain(`${first.url}/platform/proxy`)
    expect(urls).toContain(`${second.url}/b/proxy`)
    expect(structured.note).toBe(
      `${third.host} was not searched: ${third.host} answered with an error (500).`,
    )
    const again = await call('search_docs', { query: 'proxy' })
    expect(again.structured).toEqual(structured)
    expect(third.paths()).toEqual(['/llms.txt'])
  })
})

describe('without the site', () => {
  it('search_docs says what to check, and no other tool notices', async () => {
    const { site, call } = await serveDocs('--tools=all')
    await site.stop()
    const { isError, text } = await call('search_docs', { query: 'proxy' })
    expect(isError).toBe(true)
    expect(text).toBe(
      `${site.host} cannot be reached (ECONNREFUSED). Check the network and HTTPS_PROXY, then call again in a minute. The other tools do not need this host.`,
    )
    expect((await call('whoami')).isError).toBe(false)
  })

  it.each([
    ['a page without links', { body: '# Nothing\n\nhere\n' }, 'lists no page'],
    [
      'a website',
      { body: '<html>', headers: { 'content-type': 'text/html' } },
      'only as text/html',
    ],
    ['nothing', { status: 404 }, 'has no page /llms.txt (404)'],
    ['an error', { status: 503 }, 'answered with an error (503)'],
    ['half of it', { breaks: true }, 'cannot be reached'],
  ])('search_docs explains an index that is %s', async (_, answer, said) => {
    const { site, call } = await serveDocs()
    site.set('/llms.txt', answer)
    const { isError, text } = await call('search_docs', { query: 'proxy' })
    expect(isError).toBe(true)
    expect(text).toContain(said)
    expect(text).not.toContain('<html>')
  })
})
