import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkAccessibility } from '../../../support/views/accessibility.ts'
import { chartView } from '../../../support/views/chart-view.ts'
import type { ViewRequest } from '../../../support/views/contract.ts'
import { describeView } from '../../../support/views/describe-view.ts'
import { type OpenView, startViewWorld, type ViewWorld } from '../../../support/views/open-view.ts'

/** A table whose columns allow each kind of chart. */
const COLUMNS = ['day', 'color', 'price', 'rating']
const ROWS = [
  ['2026-01-01', 'red', 12, 4.1],
  ['2026-01-02', 'green', '7.5', 3],
  ['2026-01-03', 'red', 30, 4.7],
  [null, 'red', null, null],
]

const HOSTILE = [
  '<img src=x onerror="document.title=\'run\'">',
  'javascript:alert(1)',
  '\u202egnp.exe',
  'שלום עולם',
  '__proto__',
  'x'.repeat(200_000),
]

describeView('a chart', () => {
  let world: ViewWorld
  let html: string
  beforeAll(async () => {
    world = await startViewWorld()
    html = (await chartView()).html
  })
  afterAll(() => world?.close())

  /** Shows a chart of rows, uses it and closes it. */
  async function withChart(
    table: { columns: string[]; rows: unknown[][] },
    use: (view: OpenView) => Promise<void>,
    options: Partial<ViewRequest> = {},
  ) {
    const result = {
      content: [{ type: 'text' as const, text: 'rows' }],
      structuredContent: table,
    }
    const view = await world.openView({
      tool: 'list_dataset_items',
      args: { datasetId: world.seeded.datasetId },
      view: { html },
      result,
      ...options,
    })
    await use(view)
    await view.close()
  }
  const nameOf = ({ frame }: OpenView) => frame.getByRole('img').getAttribute('aria-label')
  const choose = ({ frame }: OpenView, label: string, option: string) =>
    frame.getByRole('combobox', { name: label, exact: true }).selectOption({ label: option })

  it('proposes itself, and becomes another by its controls', async () => {
    await withChart({ columns: COLUMNS, rows: ROWS }, async (view) => {
      expect(await nameOf(view)).toMatch(/^Line: price by day\. 3 values from 7\.5 to 30;/)
      await choose(view, 'Chart', 'Bars')
      await choose(view, 'X', 'color')
      await choose(view, 'Y', 'price')
      await expect.poll(() => nameOf(view)).toContain('Bars: Average of price by color. 2 values')
      await choose(view, 'As', 'Sum')
      await expect.poll(() => nameOf(view)).toContain('Sum of price by color')
      await choose(view, 'Chart', 'Histogram')
      await expect.poll(() => nameOf(view)).toContain('Histogram: Number of rows by')
      await choose(view, 'Chart', 'Scatter')
      await choose(view, 'X', 'rating')
      await choose(view, 'Y', 'price')
      await expect.poll(() => nameOf(view)).toContain('Scatter: price by rating')
      expect(await view.frame.locator('.chart').textContent()).toContain('left out: 1')
    })
  })

  it('shows its data as a table, which the keyboard reaches', async () => {
    await withChart(
      {
        columns: ['color', 'price'],
        rows: [
          ['red', 1299],
          ['green', 2],
        ],
      },
      async (view) => {
        const { frame } = view
        await frame.getByRole('button', { name: 'Show as a table' }).press('Enter')
        expect(await frame.getByRole('row').allTextContents()).toEqual([
          'colorprice',
          expect.stringMatching(/^red1.299$/),
          'green2',
        ])
        expect(await frame.getByRole('rowheader', { name: 'red' }).count()).toBe(1)
        await frame.getByRole('region', { name: /^Bars: price by color/ }).focus()
        expect(await checkAccessibility(frame)).toEqual([])
        await frame.getByRole('button', { name: 'Show as a picture' }).press('Enter')
        await frame.getByRole('img').waitFor()
      },
    )
  })

  it.each([
    ['light', 360],
    ['dark', 360],
    ['light', 800],
    ['dark', 800],
  ] as const)('is accessible and fits: %s, %i px', async (theme, width) => {
    const options = { theme, width }
    for (const kind of ['Bars', 'Line', 'Scatter', 'Histogram']) {
      await withChart(
        { columns: COLUMNS, rows: ROWS },
        async (view) => {
          await choose(view, 'Chart', kind)
          await expect.poll(() => nameOf(view)).toContain(kind)
          expect(await checkAccessibility(view.frame)).toEqual([])
          const page = view.frame.locator('html')
          const scrollWidth = await page.evaluate((element) => element.scrollWidth)
          const clientWidth = await page.evaluate((element) => element.clientWidth)
          expect(scrollWidth).toBeLessThanOrEqual(clientWidth)
        },
        options,
      )
    }
  })

  it('has colours of 3:1 with a theme that gives none', async () => {
    await withChart(
      {
        columns: ['color', 'price'],
        rows: [
          ['red', 1],
          ['green', 2],
        ],
      },
      async ({ frame }) => {
        const styleOf = (selector: string, name: 'fill' | 'backgroundColor') =>
          frame
            .locator(selector)
            .first()
            .evaluate(
              (element, style) =>
                element.ownerDocument.defaultView?.getComputedStyle(element)[style],
              name,
            )
        const colors = [await styleOf('.box', 'fill'), await styleOf('body', 'backgroundColor')]
        expect(colors).toEqual(['rgb(169, 199, 255)', 'rgb(27, 29, 33)'])
      },
      { theme: 'dark', quirks: { noStyleVariables: true } },
    )
  })

  it('follows the width of its place', async () => {
    await withChart({ columns: COLUMNS, rows: ROWS }, async (view) => {
      const width = async () => Number(await view.frame.getByRole('img').getAttribute('width'))
      await expect.poll(width).toBeGreaterThan(700)
      await view.setWidth(360)
      await expect.poll(width).toBeLessThan(360)
    })
  })

  it('runs nothing of hostile rows, and cuts long names', async () => {
    const columns = [HOSTILE[0] ?? '', 'n'.repeat(100_000)]
    const rows = HOSTILE.map((text, at) => [text, at + 1])
    await withChart({ columns, rows }, async (view) => {
      const { frame } = view
      await choose(view, 'Chart', 'Bars')
      await expect.poll(() => frame.locator('.box').count()).toBe(HOSTILE.length)
      expect(await frame.locator('.chart img, .chart a, .chart script').count()).toBe(0)
      expect(await frame.title()).toBe('chart')
      const texts = await frame.locator('.chart text').allTextContents()
      expect(Math.max(...texts.map(({ length }) => length))).toBeLessThan(60)
      expect((await frame.locator('.chart title').first().textContent())?.length).toBeLessThan(400)
      expect((await nameOf(view))?.length).toBeLessThan(1000)
      expect((await view.events()).filter(({ kind }) => kind === 'error')).toEqual([])
    })
  })

  it('says so when nothing can be drawn', async () => {
    await withChart({ columns: ['list'], rows: [[[1]], [[2]]] }, async ({ frame }) => {
      await frame.getByText('No chart fits these columns.').waitFor()
    })
  })

  it('draws some of many points, and says how many', async () => {
    const rows = Array.from({ length: 5000 }, (_, at) => [at / 2, (at * 7919) % 1000])
    await withChart({ columns: ['a', 'b'], rows }, async ({ frame }) => {
      await frame.getByText('2,000 of 5,000 points are drawn').waitFor()
      expect(await frame.locator('.chart svg *').count()).toBeLessThan(100)
    })
  })
})
