import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkAccessibility } from '../support/views/accessibility.ts'
import type { Quirks, ViewPage } from '../support/views/contract.ts'
import { describeView } from '../support/views/describe-view.ts'
import { type OpenView, startViewWorld, type ViewWorld } from '../support/views/open-view.ts'
import { sampleView } from '../support/views/sample-view.ts'

describeView('the host page', () => {
  let world: ViewWorld
  let view: ViewPage
  beforeAll(async () => {
    world = await startViewWorld()
    view = await sampleView()
  })
  afterAll(() => world?.close())

  /** Shows the sample view for a call of `list_dataset_items`. */
  async function open(quirks: Quirks = {}, use?: (view: OpenView) => Promise<void>) {
    const args = { datasetId: world.seeded.datasetId, limit: 2, fields: ['asin', 'stars'] }
    const opened = await world.openView({ tool: 'list_dataset_items', args, quirks, view })
    await use?.(opened)
    return opened
  }
  const json = async ({ frame }: OpenView, id: string) =>
    JSON.parse((await frame.locator(`#${id}`).textContent()) ?? 'null')
  async function press({ frame }: OpenView, name: string) {
    await frame.getByRole('button', { name }).click()
    return frame.locator('#answer').textContent()
  }

  it('gives the view its context, its input and the real result', async () => {
    const opened = await open()
    await opened.waitForEvents('result-sent')
    await opened.frame.locator('#result').waitFor()
    expect(await json(opened, 'context')).toMatchObject({
      theme: 'light',
      toolInfo: { tool: { name: 'list_dataset_items' } },
      styles: { variables: { '--color-text-primary': '#141413' } },
    })
    expect(await json(opened, 'input')).toMatchObject({ limit: 2 })
    const { content, structuredContent } = await json(opened, 'result')
    expect(structuredContent).toMatchObject({
      count: 2,
      total: 500,
      items: [{ asin: 'B000000000' }, {}],
    })
    expect(content[0].text).toContain('B000000000')
    await opened.close()
  })

  it('passes calls of the view to the server, and records links and downloads', async () => {
    const opened = await open()
    expect(await press(opened, 'call')).toContain('structuredContent')
    await press(opened, 'link')
    await press(opened, 'download')
    expect(await opened.waitForEvents('tool-call')).toEqual([
      { kind: 'tool-call', name: 'whoami', arguments: {} },
    ])
    expect(await opened.waitForEvents('open-link')).toEqual([
      { kind: 'open-link', url: 'https://example.com/' },
    ])
    expect(await opened.waitForEvents('download')).toEqual([
      {
        kind: 'download',
        contents: [{ uri: 'file:///a.csv', mimeType: 'text/csv', text: 'a,b' }],
      },
    ])
    await opened.close()
  })

  it('gives the frame the height that the view reports, and tells the view of a new theme', async () => {
    const opened = await open()
    await opened.waitForEvents('result-sent')
    const height = async () =>
      (await opened.page.locator('#view iframe').boundingBox())?.height ?? 0
    const [first] = await opened.waitForEvents('size')
    expect(first?.height).toBeGreaterThan(0)
    const before = await height()
    await press(opened, 'grow').catch(() => {})
    await expect.poll(height).toBeGreaterThan(before + 200)
    await opened.setTheme('dark')
    await expect.poll(() => opened.frame.locator('#theme').textContent()).toBe('dark')
    await opened.setWidth(400)
    await expect.poll(() => opened.frame.evaluate('innerWidth')).toBe(400)
    await opened.close()
  })

  it('ends a view: it waits for the view, then removes it', async () => {
    const opened = await open()
    await opened.waitForEvents('result-sent')
    await opened.teardown()
    const kinds = (await opened.events()).map(({ kind }) => kind)
    expect(kinds.slice(-2)).toEqual(['log', 'torn-down'])
    expect(await opened.page.locator('#view iframe').count()).toBe(0)
    await opened.close()
  })

  it.each<[string, Quirks, object]>([
    ['drops structuredContent', { dropStructuredContent: true }, { content: expect.anything() }],
    ['sends the result first', { resultBeforeInitialized: true }, { content: expect.anything() }],
  ])('%s', async (_, quirks, expected) => {
    const opened = await open(quirks)
    await opened.waitForEvents('initialized')
    await opened.frame.locator('#result').waitFor()
    const result = await json(opened, 'result')
    expect(result).toMatchObject(expected)
    expect('structuredContent' in result).toBe(!quirks.dropStructuredContent)
    await opened.close()
  })

  it('has none of what it does not offer', async () => {
    const opened = await open({
      noServerTools: true,
      noOpenLinks: true,
      noDownloadFile: true,
      noTheme: true,
      toolNamePrefix: 'mcp__apify__',
    })
    const offered = Object.keys(await json(opened, 'capabilities'))
    expect(offered).not.toEqual(expect.arrayContaining(['serverTools']))
    expect(offered.filter((name) => /openLinks|downloadFile/.test(name))).toEqual([])
    const context = await json(opened, 'context')
    expect(context).toMatchObject({
      toolInfo: { tool: { name: 'mcp__apify__list_dataset_items' } },
    })
    expect(context).not.toHaveProperty('theme')
    expect(context).not.toHaveProperty('styles')
    expect(await press(opened, 'call')).toContain('Error')
    await opened.close()
  })

  it('refuses links, cancels calls, and leaves a view without an answer', async () => {
    const denied = await open({ denyOpenLink: true })
    expect(await press(denied, 'link')).toContain('"isError":true')
    await denied.close()
    const cancelled = await open({ cancelCall: true })
    await cancelled.waitForEvents('cancelled-sent')
    expect(await cancelled.frame.locator('#cancelled').textContent()).toBe('user action')
    await cancelled.close()
    const silent = await open({ neverInitialize: true })
    await silent.frame.getByRole('button', { name: 'call' }).waitFor()
    expect(await silent.frame.locator('#context').count()).toBe(0)
    expect(await silent.events()).toEqual([])
    await silent.close()
  })

  it('is accessible, and the check finds what in a view is not', async () => {
    const unnamed = { html: '<title>Picture</title><img src="data:,">' }
    const opened = await world.openView({ tool: 'whoami', view: unnamed })
    const page = await world.browser.newPage()
    await page.goto(world.hostUrl)
    await page.locator('#tool option').first().waitFor({ state: 'attached' })
    expect(await checkAccessibility(page.mainFrame())).toEqual([])
    await page.close()
    const rules = (await checkAccessibility(opened.frame)).map(({ rule }) => rule)
    expect(rules).toEqual(expect.arrayContaining(['image-alt', 'html-has-lang']))
    await opened.close()
  })
})
