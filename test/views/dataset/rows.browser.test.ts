import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkAccessibility } from '../../support/views/accessibility.ts'
import type { ViewRequest } from '../../support/views/contract.ts'
import { describeView } from '../../support/views/describe-view.ts'
import { type OpenView, startViewWorld, type ViewWorld } from '../../support/views/open-view.ts'
import { pushRows } from '../../support/views/push-rows.ts'

const MANY = 100_000

describeView('the rows of a dataset', () => {
  let world: ViewWorld
  let many: string
  beforeAll(async () => {
    world = await startViewWorld()
    const rows = Array.from({ length: MANY }, (_, n) => ({
      n,
      name: `Ware ${n} 価格😀`,
      price: (n * 7919) % MANY,
    }))
    many = await pushRows(world.serverUrl, 'many', rows)
  })
  afterAll(() => world?.close())

  async function open(request: Partial<ViewRequest> = {}): Promise<OpenView> {
    const args = { datasetId: world.seeded.datasetId, limit: 50 }
    const view = await world.openView({ tool: 'list_dataset_items', args, ...request })
    await view.waitForEvents('result-sent')
    await view.frame.locator('table').waitFor()
    return view
  }
  const button = ({ frame }: OpenView, name: string | RegExp) =>
    frame.getByRole('button', { name, exact: typeof name === 'string' })
  const column = ({ frame }: OpenView, place: number) =>
    frame.locator(`tbody td:nth-of-type(${place})`).allTextContents()
  const caption = ({ frame }: OpenView) => frame.locator('caption').textContent()
  const callsOf = async (view: OpenView) =>
    (await view.events()).flatMap((event) => (event.kind === 'tool-call' ? [event] : []))

  it('are a table of the result, and nothing is called by showing it', async () => {
    const view = await open()
    expect(await caption(view)).toMatch(/^Rows 1–\d+ of 500$/)
    expect(await view.frame.locator('thead th[scope="col"]').count()).toBe(11)
    expect(await view.frame.locator('tbody th[scope="row"]').first().textContent()).toBe('1')
    expect(await button(view, 'Columns (10 of 29)').count()).toBe(1)
    expect(await callsOf(view)).toEqual([])
    await view.close()
  })

  it('are sorted and filtered at once, and say that this is about the page', async () => {
    const view = await open({ args: { datasetId: many, limit: 20 } })
    const header = view.frame.getByRole('columnheader', { name: 'price' })
    expect(await header.getAttribute('aria-sort')).toBe('none')
    await button(view, 'price').press('Enter')
    expect(await header.getAttribute('aria-sort')).toBe('ascending')
    const prices = (await column(view, 3)).map(Number)
    expect(prices).toEqual([...prices].sort((a, b) => a - b))
    await button(view, 'price').click()
    expect(await header.getAttribute('aria-sort')).toBe('descending')
    await view.frame.getByRole('searchbox', { name: 'Filter this page' }).fill('WARE 7')
    expect(await column(view, 2)).toEqual(['Ware 7 価格😀'])
    expect(await view.frame.getByRole('status').first().textContent()).toContain(
      'Only this page, 1 of 20 rows: filtered by “WARE 7”, sorted by price, descending.',
    )
    expect(await callsOf(view)).toEqual([])
    await view.close()
  })

  it('are paged through the server to the last of 100,000, and never many at once', async () => {
    const view = await open({ args: { datasetId: many, limit: 5 } })
    await button(view, 'Next').click()
    await view.frame.getByText('Rows 6–55 of 100,000').waitFor()
    await view.frame.getByLabel('Go to row').fill('99991')
    await view.frame.getByLabel('Go to row').press('Enter')
    await view.frame.getByText('Rows 99,991–100,000 of 100,000').waitFor()
    expect((await column(view, 1)).at(-1)).toBe('99999')
    expect(await view.frame.locator('tbody tr').count()).toBe(10)
    expect(await button(view, 'Next').isDisabled()).toBe(true)
    await button(view, 'Previous').click()
    await view.frame.getByText('Rows 99,941–99,990 of 100,000').waitFor()
    const [first] = await callsOf(view)
    expect(first).toMatchObject({
      name: 'list_dataset_items',
      arguments: { datasetId: many, offset: 5, limit: 50, fields: ['n', 'name', 'price'] },
    })
    await view.close()
  })

  it('are all sorted and filtered by the server, which the view says', async () => {
    const view = await open({ args: { datasetId: many, limit: 5 } })
    await button(view, 'All rows').click()
    await button(view, 'price').click()
    await button(view, 'price').click()
    await view.frame.getByText('All rows: sorted by price, descending.').waitFor()
    expect((await column(view, 3)).slice(0, 3)).toEqual(['99999', '99998', '99997'])
    const box = view.frame.getByRole('searchbox', { name: 'Filter all rows' })
    await box.fill("ware 4242' OR 1=1 --")
    await box.press('Enter')
    await view.frame.getByText('No row matches').waitFor()
    await box.fill('ware 4242')
    await box.press('Enter')
    await view.frame.getByText('Found rows 1–11 of 11').waitFor()
    expect((await column(view, 2)).every((name) => name.startsWith('Ware 4242'))).toBe(true)
    expect(
      await view.frame.getByRole('columnheader', { name: 'price' }).getAttribute('aria-sort'),
    ).toBe('descending')
    await view.close()
  })

  it('have columns to choose, which are read when they are shown', async () => {
    const view = await open()
    await button(view, 'Next').click()
    await view.frame.getByText(/^Rows 1\d–6\d of 500$/).waitFor()
    await button(view, /^Columns/).click()
    const seller = view.frame.getByRole('checkbox', { name: 'seller' })
    await seller.check()
    await view.frame.getByRole('columnheader', { name: 'seller' }).waitFor()
    await view.frame.locator('td', { hasText: '"Seller' }).first().waitFor()
    await view.frame.getByRole('checkbox', { name: 'url', exact: true }).uncheck()
    expect(await view.frame.getByRole('columnheader', { name: 'url' }).count()).toBe(0)
    await button(view, 'Find more').click()
    await view.frame.getByRole('checkbox', { name: 'fastestDelivery' }).waitFor()
    await seller.press('Escape')
    expect(await seller.count()).toBe(0)
    expect(await view.frame.evaluate('document.activeElement.textContent.slice(0, 7)')).toBe(
      'Columns',
    )
    await view.close()
  })

  it('open in full with what the page has cut, and give the focus back', async () => {
    const view = await open()
    await button(view, 'Row 2 in full').click()
    const panel = view.frame.getByRole('dialog', { name: 'Row 2' })
    await panel.getByText('Reading the row').waitFor({ state: 'detached' })
    expect(await panel.locator('dt').allTextContents()).toContain('description')
    expect(await panel.textContent()).not.toContain('chars]')
    await button(view, 'Row after').click()
    await view.frame.getByRole('dialog', { name: 'Row 3' }).waitFor()
    await view.page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    expect(await view.frame.evaluate('document.activeElement.getAttribute("aria-label")')).toBe(
      'Row 2 in full',
    )
    await view.close()
  })

  it('are taken away as CSV that no spreadsheet runs', async () => {
    const rows = [{ name: '=HYPERLINK("x")', price: -5, more: { a: [1] } }, { name: 'a,"b"\n' }]
    const datasetId = await pushRows(world.serverUrl, 'formulas', rows)
    const view = await open({ args: { datasetId } })
    await button(view, 'Download CSV').click()
    const [{ contents } = { contents: [] }] = await view.waitForEvents('download')
    expect(contents[0]).toMatchObject({
      mimeType: 'text/csv',
      text: `name,price,more\r\n"'=HYPERLINK(""x"")",-5,"{""a"":[1]}"\r\n"a,""b""\n",,\r\n`,
    })
    await view.close()
  })

  it.each([['light'], ['dark']] as const)('are accessible in the %s theme', async (theme) => {
    const view = await open({ theme })
    expect(await checkAccessibility(view.frame)).toEqual([])
    await button(view, /^Columns/).click()
    await button(view, 'All rows').click()
    await button(view, 'stars').click()
    await view.frame.getByText('All rows: sorted by stars').waitFor()
    expect(await checkAccessibility(view.frame)).toEqual([])
    await view.frame
      .getByRole('button', { name: /in full$/ })
      .first()
      .click()
    await view.frame.getByText('Reading the row').waitFor({ state: 'detached' })
    expect(await checkAccessibility(view.frame)).toEqual([])
    await view.close()
  })

  it('scroll inside a narrow view, which keeps its width', async () => {
    const view = await open({ width: 360 })
    const widthOf = (selector: string) =>
      view.frame.evaluate(`document.querySelector('${selector}').scrollWidth`)
    expect(await widthOf('html')).toBeLessThanOrEqual(360)
    expect(await widthOf('.table-box')).toBeGreaterThan(360)
    const sizes = (await view.events()).filter(({ kind }) => kind === 'size')
    expect(sizes.every((size) => !('width' in size))).toBe(true)
    await view.close()
  })
})
