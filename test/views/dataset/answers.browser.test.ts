import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkAccessibility } from '../../support/views/accessibility.ts'
import { describeView } from '../../support/views/describe-view.ts'
import { type OpenView, startViewWorld, type ViewWorld } from '../../support/views/open-view.ts'

const BY_BRAND =
  'SELECT brand, avg(stars) AS stars, count(*) AS products FROM items GROUP BY brand -- all'

describeView('answers about a dataset', () => {
  let world: ViewWorld
  beforeAll(async () => {
    world = await startViewWorld()
  })
  afterAll(() => world?.close())

  async function open(tool: string, args: object): Promise<OpenView> {
    const { datasetId } = world.seeded
    const view = await world.openView({ tool, args: { datasetId, ...args } })
    await view.waitForEvents('result-sent')
    return view
  }
  const button = ({ frame }: OpenView, name: string) =>
    frame.getByRole('button', { name, exact: true })

  it('in SQL are paged, sorted and filtered by a statement around theirs', async () => {
    const view = await open('query_dataset', { sql: BY_BRAND, limit: 5 })
    await view.frame.getByText('Rows 1–5', { exact: true }).waitFor()
    await button(view, 'Next').click()
    await view.frame.getByText('Rows 6–41 of 41').waitFor()
    await button(view, 'All rows').click()
    await button(view, 'stars').click()
    await button(view, 'stars').click()
    await view.frame.getByText('All rows: sorted by stars, descending.').waitFor()
    const stars = await view.frame.locator('tbody td:nth-of-type(2)').allTextContents()
    const numbers = stars.map(Number)
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a))
    const box = view.frame.getByRole('searchbox', { name: 'Filter all rows' })
    await box.fill('BRAND 40')
    await box.press('Enter')
    await view.frame.getByText('Found rows 1–1 of 1').waitFor()
    await view.close()
  })

  it('are drawn as a chart, in a frame without the rights of the view', async () => {
    const view = await open('query_dataset', { sql: BY_BRAND })
    await button(view, 'Chart').click()
    const frame = view.frame.locator('iframe[title="Chart"]')
    expect(await frame.getAttribute('sandbox')).toBe('allow-scripts')
    const chart = view.frame.frameLocator('iframe[title="Chart"]')
    await chart.locator('svg').first().waitFor()
    expect(await chart.locator('main').textContent()).toContain('Brand 34')
    const height = async () => (await frame.boundingBox())?.height ?? 0
    await expect.poll(height).toBeGreaterThan(200)
    await view.setTheme('dark')
    await expect.poll(() => chart.locator('html').getAttribute('data-theme')).toBe('dark')
    expect(await checkAccessibility(view.frame)).toEqual([])
    await view.frame.getByRole('searchbox').fill('Brand 7')
    await expect.poll(() => chart.locator('main').textContent()).not.toContain('Brand 34')
    await button(view, 'Table').click()
    expect(await view.frame.locator('tbody tr').count()).toBe(1)
    await view.close()
  })

  it('say what a dataset is, and show its rows at a press', async () => {
    const view = await open('get_dataset', {})
    await view.frame.getByRole('heading', { name: 'Dataset products' }).waitFor()
    expect(await view.frame.locator('tbody tr').count()).toBe(30)
    expect(await view.frame.locator('dd').first().textContent()).toBe('500')
    expect(await checkAccessibility(view.frame)).toEqual([])
    expect((await view.events()).filter(({ kind }) => kind === 'tool-call')).toEqual([])
    await button(view, 'Show the rows').click()
    await view.frame.getByText(/^Rows 1–\d+ of 500$/).waitFor()
    await button(view, 'Show the fields').click()
    await view.frame.getByText('Rows 1–30 of 30').waitFor()
    await view.close()
  })

  it('as text stay text, and become a table at a press', async () => {
    const args = { format: 'csv', fields: ['asin', 'stars'], limit: 2 }
    const view = await open('list_dataset_items', args)
    expect(await view.frame.locator('pre').textContent()).toContain('asin,stars\nB000000000,0')
    await button(view, 'Show as a table').click()
    await view.frame.getByText('Rows 1–50 of 500').waitFor()
    await view.close()
  })
})
