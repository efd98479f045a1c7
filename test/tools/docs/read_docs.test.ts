import { describe, expect, it } from 'vitest'
import { largePage, startDocsSite } from '../../support/docs-site.ts'
import { serve } from '../../support/seeded-server.ts'

const TEXT = largePage().replace('\ufeff', '').replaceAll('\r\n', '\n')

/** Serves the tools with a site that has one large page. */
async function serveDocs(...args: string[]) {
  const site = await startDocsSite()
  site.set('/platform/actors/memory.md', { body: largePage() })
  return { site, ...(await serve({ args: ['--tools=docs', `--docs=${site.url}`, ...args] })) }
}

describe('read_docs', () => {
  it('returns a page part by part, all of it', async () => {
    expect(TEXT.length).toBeGreaterThan(90_000)
    const { site, call } = await serveDocs('--max-result-tokens=6000')
    const url = `${site.url}/platform/actors/memory`
    let text = ''
    let next: { offset?: number } | undefined = {}
    for (let calls = 0; next && calls < 60; calls++) {
      const { structured, isError, text: shown } = await call('read_docs', { url, ...next })
      expect(isError, shown).toBe(false)
      expect(structured).toMatchObject({ title: 'Memory and CPU', url })
      text += structured.text
      next = structured.next as typeof next
    }
    expect(text).toBe(TEXT)
    expect(site.paths()).toEqual(['/platform/actors/memory.md'])
  })

  it.each([
    (host: string) => `http://${host}/platform/actors/memory`,
    (host: string) => `http://${host}/platform/actors/memory.md`,
    (host: string) => `http://${host}/platform/actors/memory/`,
    (host: string) => `http://${host}//platform/actors//memory.html?utm_source=a&token=b`,
    (host: string) => `https://${host}/platform/actors/memory?x`,
    (host: string) => `${host}/platform/actors/memory`,
    (host: string) => ` <http://user:secret@${host}/platform/actors/memory.md>\n`,
    () => '/platform/actors/memory',
  ])('takes an address in the form %#', async (write) => {
    const { site, call } = await serveDocs()
    const { structured, text } = await call('read_docs', { url: write(site.host) })
    expect(structured.title, text).toBe('Memory and CPU')
    expect(structured.url).toBe(`${site.url}/platform/actors/memory`)
    expect(site.paths()).toEqual(['/platform/actors/memory.md'])
  })

  it('begins at the section of the fragment', async () => {
    const { call } = await serveDocs()
    const page = '/platform/actors/memory'
    const { structured } = await call('read_docs', { url: `${page}#section-40-memory--cpu-link` })
    expect(structured.text).toMatch(/^## Section 40: /)
    expect(structured.note).toContain('`offset: 0`')
    const whole = await call('read_docs', { url: `${page}#section-40-memory--cpu-link`, offset: 0 })
    expect(whole.structured.text).toBe(TEXT.slice(0, String(whole.structured.text).length))
    const other = await call('read_docs', { url: `${page}#not-a-heading-3` })
    expect(other.structured.text).toMatch(/^---\ntitle/)
    expect(other.structured.note).toBe('No heading has the id of the fragment.')
  })

  it('says how long a page is if the offset is behind its end', async () => {
    const { call } = await serveDocs()
    const { structured } = await call('read_docs', {
      url: '/platform/actors/memory',
      offset: 10_000_000,
    })
    expect(structured).toMatchObject({
      text: '',
      note: `The page has ${TEXT.length} characters only.`,
    })
    expect(structured).not.toHaveProperty('next')
  })

  it('names the nearest pages if there is no such page', async () => {
    const { site, call } = await serveDocs()
    const { isError, text } = await call('read_docs', { url: '/platform/actor/memories' })
    expect(isError).toBe(true)
    expect(text).toContain(
      `${site.host} has no page /platform/actor/memories.md (404). The nearest pages are \`${site.url}/platform/actors/memory\``,
    )
    site.set('/llms.txt', { status: 500 })
    expect((await call('read_docs', { url: '/platform/actor/memories' })).text).toBe(text)
  })

  it.each([
    ['HTML', { body: '<html>x', headers: { 'content-type': 'text/html' } }, 'only as text/html'],
    ['an image', { body: '\u0000', headers: { 'content-type': 'image/png' } }, 'only as image/png'],
    ['bytes', { body: Buffer.from([0, 255, 1]), headers: {} }, 'not as Markdown'],
    ['an error', { status: 500, body: '<h1>' }, 'answered with an error (500). Call again later.'],
    ['too many', { status: 429, body: '<h1>' }, 'answered with an error (429). Call again later.'],
  ])('explains %s in place of Markdown', async (_, answer, said) => {
    const { site, call } = await serveDocs()
    site.set('/page.md', answer)
    const { isError, text } = await call('read_docs', { url: '/page' })
    expect(isError).toBe(true)
    expect(text).toContain(said)
    expect(text).not.toMatch(/<h1>|<html>/)
  })

  it('refuses the file of all pages', async () => {
    const { site, call } = await serveDocs()
    const { isError, text } = await call('read_docs', { url: '/llms-full.txt' })
    expect(isError).toBe(true)
    expect(text).toContain('`search_docs`')
    expect(site.requests).toEqual([])
  })

  it('reads text without a type, and in another charset', async () => {
    const { site, call } = await serveDocs()
    site.set('/plain.md', { body: '# Plain', headers: {} })
    const headers = { 'content-type': 'text/markdown; charset=iso-8859-1' }
    site.set('/latin.md', { body: Buffer.from('# Größe', 'latin1'), headers })
    expect((await call('read_docs', { url: '/plain' })).structured.title).toBe('Plain')
    expect((await call('read_docs', { url: '/latin' })).structured.title).toBe('Größe')
  })

  it('reads the beginning of a page that is too long', async () => {
    const { site, call } = await serveDocs()
    site.set('/long.md', { body: `# Long\n\n${'Zeile äöü\n'.repeat(500_000)}` })
    const { structured } = await call('read_docs', { url: '/long' })
    expect(structured.note).toBe('The page is longer than 4 MB; its end was not read.')
  })

  it('shows no secret of the call', async () => {
    const { site, call, fake } = await serveDocs()
    site.set('/leak.md', {
      body: `# Token ${fake.token}\n\nuse ${fake.token} or apify_api_abcdefghijklmnop123`,
    })
    const { text } = await call('read_docs', { url: '/leak' })
    expect(text).toContain('# Token ')
    expect(text).not.toContain(fake.token)
    expect(text).not.toContain('abcdefghijklmnop')
  })

  it('ends with its call, and leaves what it downloads to the next one', async () => {
    const { site, call } = await serveDocs()
    site.set('/slow.md', { isSilent: true })
    const given = new AbortController()
    const asked = site.asked()
    const gone = call('read_docs', { url: '/slow' }, { signal: given.signal })
    await asked
    given.abort()
    await expect(gone).rejects.toThrow()
    expect((await call('read_docs', { url: '/platform/actors/memory' })).isError).toBe(false)
  })
})
