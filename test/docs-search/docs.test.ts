import { describe, expect, it, onTestFinished } from 'vitest'
import { createDocs } from '../../src/docs-search/docs.ts'
import { startDocsSite } from '../support/docs-site.ts'

const HOUR = 3_600_000

/** Creates the service for a site and maybe others, with a clock that the test moves. */
async function create(timeoutMs = 20_000, others: string[] = []) {
  const site = await startDocsSite()
  const clock = { ms: 0 }
  const service = createDocs({
    indexes: [`${site.url}/llms.txt`, ...others],
    timeoutMs,
    now: () => clock.ms,
  })
  onTestFinished(() => service.close())
  const forCall = (signal = new AbortController().signal) =>
    service.forCall({ signal, redactor: { text: (text) => text } })
  return { site, clock, forCall, docs: forCall() }
}

describe('the documentation', () => {
  it('is used stale, and says so, if the site fails a day later', async () => {
    const { site, clock, docs } = await create()
    site.set('/a.md', { body: '# A\n' })
    await docs.read('/a')
    await docs.search('proxy', 1)
    clock.ms = 25 * HOUR
    await site.stop()
    const page = await docs.read('/a')
    expect(page).toMatchObject({
      text: '# A\n',
      notes: ['The site cannot be reached; this copy is 25 hours old.'],
    })
    expect((await docs.search('proxy', 1)).notes).toEqual([
      `${site.host} cannot be reached; its list of pages is 25 hours old.`,
    ])
  })

  it('is not shown any more if it is gone', async () => {
    const { site, clock, docs } = await create()
    site.set('/a.md', { body: '# A\n' })
    await docs.read('/a')
    site.set('/a.md', { status: 410 })
    clock.ms = 25 * HOUR
    await expect(docs.read('/a')).rejects.toThrow('has no page /a.md (410)')
  })

  it('is read anew after a day', async () => {
    const { site, clock, docs } = await create()
    site.set('/llms.txt', { body: '- [Old proxy](/old.md)' })
    expect((await docs.search('proxy', 5)).hits).toHaveLength(1)
    site.set('/llms.txt', { body: '- [New proxy](/new.md)\n- [Proxies](/other.md)' })
    expect((await docs.search('proxy', 5)).hits).toHaveLength(1)
    clock.ms = 25 * HOUR
    expect((await docs.search('new proxy', 5)).hits.map(({ title }) => title)).toEqual([
      'New proxy',
      'Proxies',
    ])
  })

  it('is given up if the site is too slow', async () => {
    const { site, docs } = await create(200)
    site.set('/a.md', { isSilent: true })
    await expect(docs.read('/a')).rejects.toThrow(`${site.host} cannot be reached (`)
  })

  it('does not ask a site that was never reached in each search', async () => {
    const dead = await startDocsSite()
    dead.set('/llms.txt', { breaks: true })
    const { clock, docs } = await create(20_000, [`${dead.url}/llms.txt`])
    for (let i = 0; i < 3; i++) {
      const { hits, notes } = await docs.search('proxy', 1)
      expect(hits).toHaveLength(1)
      expect(notes).toEqual([expect.stringContaining(`${dead.host} was not searched: `)])
    }
    expect(dead.paths()).toEqual(['/llms.txt'])
    dead.set('/llms.txt', { body: '- [Proxies](/proxy.md)' })
    clock.ms = 60_000
    expect((await docs.search('proxy', 1)).notes).toEqual([])
  })

  it('is downloaded once for calls at the same time; one that ends stops no other', async () => {
    const { site, forCall } = await create()
    site.set('/a.md', { body: '# A\n' })
    const ended = new AbortController()
    const asked = site.asked()
    const first = forCall(ended.signal).read('/a')
    const second = forCall().read('/a')
    ended.abort(new Error('ended'))
    await expect(first).rejects.toThrow('ended')
    await asked
    expect((await second).text).toBe('# A\n')
    expect(site.paths()).toEqual(['/a.md'])
  })
})
