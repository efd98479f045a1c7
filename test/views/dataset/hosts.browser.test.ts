import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Quirks, ViewRequest } from '../../support/views/contract.ts'
import { describeView } from '../../support/views/describe-view.ts'
import { type OpenView, startViewWorld, type ViewWorld } from '../../support/views/open-view.ts'
import { pushRows } from '../../support/views/push-rows.ts'

/** As much as a request takes. */
const LONG = 'ab '.repeat(1_000_000)
const HOSTILE = [
  {
    html: '<img src=x onerror="globalThis.pwned = 1"><script>globalThis.pwned = 1</script>',
    link: 'javascript:globalThis.pwned=1',
    image: 'https://img.example.com/a.png" onload="globalThis.pwned=1',
    right: '\u202Egnp.live\u202C مرحبا',
    '<b onclick="globalThis.pwned=1">name</b>': { '</script><script>': '<svg onload=pwned=1>' },
    constructor: ['toString'],
    photo: 'https://img.example.com/b.jpg',
  },
]

describeView('the dataset view in a host', () => {
  let world: ViewWorld
  beforeAll(async () => {
    world = await startViewWorld()
  })
  afterAll(() => world?.close())

  async function open(request: Partial<ViewRequest> = {}, quirks: Quirks = {}): Promise<OpenView> {
    const args = { datasetId: world.seeded.datasetId, limit: 50 }
    const tool = 'list_dataset_items'
    return world.openView({ tool, args, quirks, ...request })
  }
  const table = ({ frame }: OpenView) => frame.locator('table').waitFor()
  const button = ({ frame }: OpenView, name: string) =>
    frame.getByRole('button', { name, exact: true })
  const toolCalls = async (view: OpenView) =>
    (await view.events()).filter(({ kind }) => kind === 'tool-call')

  it('that drops structuredContent reads the JSON of the text', async () => {
    const view = await open({}, { dropStructuredContent: true, dropMeta: true })
    await table(view)
    expect(await toolCalls(view)).toEqual([])
    await button(view, 'Next').click()
    await view.frame.getByText(/^Rows 1\d–6\d of 500$/).waitFor()
    await view.close()
  })

  it('that shortens the text reads the result again by its id', async () => {
    const content = [{ type: 'text' as const, text: '{"items":[{"url":"https://sho' }]
    const view = await open({ result: { content } }, { dropStructuredContent: true })
    await table(view)
    expect(await toolCalls(view)).toEqual([
      expect.objectContaining({
        name: 'list_dataset_items',
        arguments: { datasetId: world.seeded.datasetId, limit: 50, format: 'table' },
      }),
    ])
    await view.close()
  })

  it('that lets it call no tools hides what would call them, and says so', async () => {
    const view = await open({}, { noServerTools: true })
    await table(view)
    await view.frame.getByText('This client does not let the view read the other rows.').waitFor()
    for (const name of ['Next', 'All rows']) expect(await button(view, name).count()).toBe(0)
    await button(view, 'Row 1 in full').click()
    await view.frame.getByRole('dialog').getByText('description').waitFor()
    expect(await toolCalls(view)).toEqual([])
    await view.close()
  })

  it('that opens no links and saves no files shows addresses and text to copy', async () => {
    const view = await open({}, { noOpenLinks: true, noDownloadFile: true })
    await table(view)
    expect(
      await view.frame.getByRole('button', { name: /^Copy https:\/\/shop/ }).count(),
    ).toBeGreaterThan(0)
    expect(await button(view, 'Download CSV').count()).toBe(0)
    expect(await button(view, 'Copy as CSV').count()).toBe(1)
    await view.close()
  })

  it('that gives tools a prefix, and sends the result first, shows the rows', async () => {
    const quirks = { toolNamePrefix: 'mcp__apify__', resultBeforeInitialized: true }
    const view = await open({}, quirks)
    await table(view)
    await view.close()
  })

  it('opens links by the host', async () => {
    const view = await open()
    await table(view)
    await view.frame.locator('tbody td button').first().click()
    expect(await view.waitForEvents('open-link')).toEqual([
      { kind: 'open-link', url: 'https://shop.example.com/en/garden/chairs/0?variant=0' },
    ])
    await view.close()
  })

  it('shows an error as text, and what it cannot read again as it is', async () => {
    const error = '<b>There is no dataset</b> "nope". Call list_storages.'
    const view = await open({
      result: { isError: true, content: [{ type: 'text', text: error }] },
    })
    expect(await view.frame.getByRole('alert').textContent()).toBe(error)
    expect(await toolCalls(view)).toEqual([])
    await view.close()
  })

  it('shows an error of a later call beside the rows, which stay', async () => {
    const view = await open()
    await table(view)
    const before = await view.frame.locator('tbody tr').count()
    await view.frame.getByLabel('Go to row').fill('99999999999999999999')
    await view.frame.getByLabel('Go to row').press('Enter')
    await view.frame.getByRole('alert').waitFor()
    expect(await view.frame.locator('tbody tr').count()).toBe(before)
    await view.close()
  })

  it('does nothing that hostile rows say', async () => {
    const datasetId = await pushRows(world.serverUrl, 'hostile', HOSTILE)
    for (const theme of ['light', 'dark'] as const) {
      const view = await open({ args: { datasetId }, theme })
      await table(view)
      await button(view, 'Row 1 in full').click()
      await view.frame.getByRole('dialog').waitFor()
      await view.frame.getByText('Reading the row').waitFor({ state: 'detached' })
      for (const element of ['img', 'a', 'b', 'svg', 'main script', '[onclick]', '[onload]'])
        expect(await view.frame.locator(element).count()).toBe(0)
      expect(await view.frame.evaluate('globalThis.pwned')).toBeUndefined()
      const right = view.frame.getByRole('dialog').locator('dd', { hasText: 'مرحبا' })
      expect(await right.locator('bdi').count()).toBe(1)
      await view.close()
    }
  })

  it('shows long values in parts, and reads all of one when it is asked to', async () => {
    const datasetId = await pushRows(world.serverUrl, 'long', [{ id: 1, text: LONG }])
    const view = await open({ args: { datasetId } })
    await table(view)
    await button(view, 'Row 1 in full').click()
    await button(view, 'Read all of it').click()
    await view.frame.getByText(/^1,\d{3},\d{3} characters read$/).waitFor({ timeout: 120_000 })
    await button(view, 'Read on').waitFor()
    const shown = (await view.frame.locator('main').textContent()) ?? ''
    expect(shown.length).toBeLessThan(200_000)
    await view.close()
  })

  it('shows the beginning of texts of 5 MB', async () => {
    const items = [{ text: `<b>${'x'.repeat(5_000_000)}`, json: { a: 'y'.repeat(5_000_000) } }]
    const structuredContent = { items, offset: 0, count: 1, total: 1 }
    const view = await open({ result: { content: [], structuredContent } })
    await table(view)
    for (const name of ['More of text, row 1', 'More of json, row 1'])
      await view.frame.getByRole('button', { name }).click()
    const shown = (await view.frame.locator('tbody').textContent()) ?? ''
    expect(shown).toContain('<b>xxx')
    expect(shown.length).toBeLessThan(30_000)
    await view.close()
  })

  it('draws a page of 1000 rows by the hundred, and sorts and takes away all of them', async () => {
    const items = Array.from({ length: 1000 }, (_, n) => ({ n }))
    const structuredContent = { items, offset: 0, count: 1000, total: 1000 }
    const view = await open({ result: { content: [], structuredContent } })
    await table(view)
    await button(view, 'n').click()
    await button(view, 'n').click()
    const rows = view.frame.locator('tbody tr')
    expect(await rows.count()).toBe(100)
    expect(await rows.first().locator('td').textContent()).toBe('999')
    await button(view, 'Show more of these 1,000 rows').click()
    expect(await rows.count()).toBe(200)
    await button(view, 'Download CSV').click()
    const [{ contents } = { contents: [] }] = await view.waitForEvents('download')
    expect(contents[0]?.text?.split('\r\n')).toHaveLength(1002)
    await view.close()
  })

  it('asks for thumbnails of images that are in view until it knows that there are none', async () => {
    const rows = Array.from({ length: 30 }, (_, n) => ({
      photo: `https://img.example.com/${n}.jpg`,
    }))
    const datasetId = await pushRows(world.serverUrl, 'photos', rows)
    const view = await open({ args: { datasetId, limit: 30 } })
    await table(view)
    const reads = await view.waitForEvents('resource-read')
    expect(reads[0]?.uri).toMatch(
      /^ui:\/\/apify-agent-tools\/thumbnail\?url=https%3A%2F%2Fimg\.example\.com%2F\d+\.jpg$/,
    )
    await button(view, 'photo').click()
    expect((await view.events()).filter(({ kind }) => kind === 'resource-read')).toHaveLength(1)
    expect(await view.frame.locator('.no-image').count()).toBe(30)
    await view.close()
  })
})
