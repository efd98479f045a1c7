import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkAccessibility } from '../support/views/accessibility.ts'
import { putRecords } from '../support/views/call-server.ts'
import type { ViewRequest } from '../support/views/contract.ts'
import { describeView } from '../support/views/describe-view.ts'
import { type OpenView, startViewWorld, type ViewWorld } from '../support/views/open-view.ts'

const DRAWING =
  '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="9" height="9"/></svg>'

/** Presses Enter in the search, and returns what is shown before a frame is drawn: microtasks come before it. */
const PRESS_ENTER = `(async () => {
  const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })
  document.querySelector('[type=search]').dispatchEvent(enter)
  for (let turn = 0; turn < 20; turn += 1) await undefined
  return ['.search [role=status]', '.path'].map((at) => document.querySelector(at).textContent)
})()`

describeView('the record view', () => {
  let world: ViewWorld
  beforeAll(async () => {
    world = await startViewWorld()
    await putRecords(world, {
      long: { text: 'A line.\n'.repeat(20_000), contentType: 'text/plain' },
      drawing: { text: DRAWING, contentType: 'image/svg+xml' },
      archive: {
        base64: Buffer.alloc(3000, 80).toString('base64'),
        contentType: 'application/zip',
      },
      empty: { text: '', contentType: 'text/plain' },
    })
  })
  afterAll(() => world?.close())

  async function open(recordKey: string, more: Partial<ViewRequest> = {}, args: object = {}) {
    const { storeId } = world.seeded
    const request = { tool: 'get_record', args: { storeId, recordKey, ...args }, ...more }
    const view = await world.openView(request)
    await view.frame.getByRole('heading', { level: 1, name: recordKey }).waitFor()
    return view
  }
  const button = ({ frame }: OpenView, name: string) =>
    frame.getByRole('button', { name, exact: true })

  it.each([
    ['image', 'img'],
    ['page', 'iframe'],
    ['summary', '[role=tree]'],
    ['notes', '.lines'],
    ['drawing', 'img'],
    ['archive', '.note'],
    ['empty', 'p'],
  ])('shows %s, and is accessible in both themes', async (recordKey, part) => {
    const view = await open(recordKey, { width: 360 })
    await view.frame.locator(part).first().waitFor()
    expect(await checkAccessibility(view.frame)).toEqual([])
    await view.setTheme('dark')
    await expect.poll(() => view.frame.locator('html').getAttribute('data-theme')).toBe('dark')
    expect(await checkAccessibility(view.frame)).toEqual([])
    expect(await view.frame.evaluate('document.documentElement.scrollWidth')).toBe(360)
    expect((await view.events()).filter(({ kind }) => kind === 'tool-call')).toEqual([])
    await view.close()
  })

  it('shows an image in its own size when asked, and saves its bytes', async () => {
    const view = await open('image', { width: 360 })
    await view.frame.getByText('512 × 512 pixels').waitFor()
    const picture = view.frame.getByRole('img', { name: 'image' })
    const width = async () => (await picture.boundingBox())?.width
    expect(await width()).toBeLessThan(360)
    await button(view, 'Natural size').click()
    expect(await width()).toBe(512)
    await button(view, 'Download').click()
    const [download] = await view.waitForEvents('download')
    expect(download?.contents).toMatchObject([
      { uri: 'file:///image.png', mimeType: 'image/png', blob: expect.stringMatching(/^iVBOR/) },
    ])
    await view.close()
  })

  it('shows a page without its script, and its source', async () => {
    const view = await open('page')
    const page = view.frame.frameLocator('iframe')
    expect(await page.getByRole('heading').textContent()).toBe('Receipt')
    expect(await view.frame.locator('iframe').getAttribute('sandbox')).toBe('')
    await view.frame.getByRole('tab', { name: 'Page' }).press('ArrowRight')
    await view.frame.locator('.line', { hasText: "'A script ran'" }).waitFor()
    await view.close()
  })

  it('shows a drawing and a file, which is saved through the host', async () => {
    const drawing = await open('drawing')
    const box = await drawing.frame.getByRole('img', { name: 'drawing' }).boundingBox()
    expect(box).toMatchObject({ width: 30, height: 20 })
    await drawing.close()
    const file = await open('archive')
    await file.frame.getByText(/^apify:\/\/store\//).waitFor()
    await button(file, 'Download').click()
    const [download] = await file.waitForEvents('download')
    expect(download?.contents).toMatchObject([{ uri: 'file:///archive.zip' }])
    await file.close()
  })

  it('moves through JSON by keys, and copies paths', async () => {
    const view = await open('summary')
    const item = (name: string) => view.frame.getByRole('treeitem', { name })
    const path = view.frame.locator('.path')
    await view.frame.locator('[role=treeitem][tabindex="0"]').focus()
    const keys = view.page.keyboard
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await keys.press(key)
    expect(await path.textContent()).toBe('brands')
    await keys.press('ArrowLeft')
    expect(await item('brands').getAttribute('aria-expanded')).toBe('false')
    expect(await item('Brand 2').count()).toBe(0)
    await keys.press('ArrowRight')
    await keys.press('ArrowRight')
    await keys.press('ArrowDown')
    expect(await path.textContent()).toBe('brands[1]')
    await keys.press('ArrowLeft')
    expect(await path.textContent()).toBe('brands')
    await keys.press('End')
    expect(await path.textContent()).toBe('next')
    await button(view, 'Copy path').click()
    await button(view, 'Copied')
      .or(view.frame.getByLabel(/Text to copy/))
      .waitFor()
    await view.close()
  })

  it('searches JSON and goes from match to match', async () => {
    const view = await open('summary')
    const field = view.frame.getByRole('searchbox')
    await field.fill('brand')
    await view.frame.getByText('1 of 4').waitFor()
    await field.press('Enter')
    await view.frame.getByText('2 of 4').waitFor()
    expect(await view.frame.locator('.path').textContent()).toBe('brands[0]')
    await field.press('Escape')
    expect(await field.inputValue()).toBe('')
    await view.close()
  })

  it('changes the path with the match, before the browser draws', async () => {
    const view = await open('summary')
    const field = view.frame.getByRole('searchbox')
    await field.fill('brand')
    await view.frame.getByText('1 of 4').waitFor()
    const shown = await view.frame.evaluate(PRESS_ENTER)
    expect(shown).toEqual(['2 of 4', 'brands[0]'])
    await view.close()
  })

  it('reads the record again if the host passed on a text alone, with its image', async () => {
    const { storeId } = world.seeded
    const args = { storeId, recordKey: 'image' }
    const result = { content: [{ type: 'text' as const, text: 'image/png, 82 kB…' }] }
    const view = await world.openView({ tool: 'get_record', args, result })
    await view.frame.getByRole('img', { name: 'image' }).waitFor()
    expect(await view.waitForEvents('tool-call')).toMatchObject([{ arguments: args }])
    await view.close()
  })

  it('shows what is there, and no button to read, where a view may call no tools', async () => {
    const view = await open('long', { quirks: { noServerTools: true } })
    await view.frame.locator('.line').first().waitFor()
    expect(await view.frame.getByRole('button', { name: /Read/ }).count()).toBe(0)
    await view.close()
  })
})
