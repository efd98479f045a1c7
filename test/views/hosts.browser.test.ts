import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkAccessibility } from '../support/views/accessibility.ts'
import type { ViewHost, ViewRequest } from '../support/views/contract.ts'
import { describeView } from '../support/views/describe-view.ts'
import { type OpenView, startViewWorld, type ViewWorld } from '../support/views/open-view.ts'
import type { Seeded } from '../support/views/seed.ts'

/** A call for each view, and what of its result each view shows. */
const VIEWS: [name: string, tool: string, args: (seeded: Seeded) => object, shows: RegExp][] = [
  ['dataset', 'list_dataset_items', dataset, /B000000000/],
  ['run', 'get_run', ({ succeededRunId: runId }) => ({ runId }), /succeeded/i],
  ['actor', 'get_actor', () => ({ actorId: 'local/offer-finder' }), /Offer Finder/],
  ['record', 'get_record', record, /shop\.example\.com/],
]

function dataset({ datasetId }: Seeded) {
  return { datasetId, limit: 3, fields: ['asin', 'stars'] }
}
function record({ storeId }: Seeded) {
  return { storeId, recordKey: 'summary' }
}

/** Matches tools that change nothing: a view may call them by itself. */
const READS = /^(?:get|list|search|query|validate)_/

describeView('hosts', () => {
  let world: ViewWorld
  beforeAll(async () => {
    world = await startViewWorld()
  })
  afterAll(() => world?.close())

  describe.each(VIEWS)('and the view %s', (_, tool, argsOf, shows) => {
    const open = (more: Partial<ViewRequest> = {}) =>
      world.openView({ tool, args: { ...argsOf(world.seeded) }, ...more })
    const shown = ({ frame }: OpenView) => frame.getByText(shows).first().waitFor()
    const calls = async (view: OpenView) =>
      (await view.events()).flatMap((event) => (event.kind === 'tool-call' ? event.name : []))

    it('that drop structuredContent and _meta, and send the result first', async () => {
      const quirks = { dropStructuredContent: true, dropMeta: true, resultBeforeInitialized: true }
      const view = await open({ quirks })
      await shown(view)
      await view.close()
    })

    it('that shorten the text: the result is read again, and nothing is read twice', async () => {
      const result = { content: [{ type: 'text' as const, text: '{"shortened":' }] }
      const view = await open({ result })
      await shown(view)
      const made = (await view.events()).filter(({ kind }) => kind === 'tool-call')
      expect(await calls(view)).toContain(tool)
      expect(new Set(made.map((event) => JSON.stringify(event))).size).toBe(made.length)
      await view.close()
    })

    it('that let a view call nothing: the text is shown, and no button that calls', async () => {
      const result = { content: [{ type: 'text' as const, text: 'Shortened <b>text</b>' }] }
      const view = await open({ result, quirks: { noServerTools: true } })
      await view.frame.getByText('Shortened <b>text</b>').first().waitFor()
      await view.close()
      const whole = await open({ quirks: { noServerTools: true } })
      await shown(whole)
      const calling = /^(?:Run|Abort|Check|Validate|Read|Load|Refresh)\b/
      expect(await whole.frame.getByRole('button', { name: calling }).count()).toBe(0)
      await whole.close()
    })

    it('that never initialize: a line says so after 5 seconds', async () => {
      const page = await world.browser.newPage()
      await page.clock.install()
      await page.goto(world.hostUrl)
      await page.waitForFunction(() => 'viewHost' in globalThis)
      const request = { tool, args: { ...argsOf(world.seeded) }, quirks: { neverInitialize: true } }
      await page.evaluate(
        (one) => (globalThis as unknown as { viewHost: ViewHost }).viewHost.show(one),
        request,
      )
      const view = page.frameLocator('#view iframe').frameLocator('iframe')
      await view.getByText('Waiting for the client').waitFor()
      await page.clock.fastForward(5000)
      await view.getByRole('alert').filter({ hasText: 'does not answer' }).waitFor()
      await page.close()
    })

    it('that fail the call or cancel it: what they say stays text', async () => {
      const text = '<img src=x onerror="alert(1)"> <b>No</b> javascript:alert(1)'
      const result = { content: [{ type: 'text' as const, text }], isError: true }
      const failed = await open({ result })
      const alert = failed.frame.getByRole('alert')
      expect(await alert.textContent()).toBe(text)
      expect(await alert.locator('*').count()).toBe(0)
      await failed.close()
      const cancelled = await open({ quirks: { cancelCall: true } })
      await cancelled.frame.getByText('The call was cancelled').waitFor()
      await cancelled.close()
    })

    it('that have no styles: it is legible in both themes, which they alone tell', async () => {
      const view = await open({ quirks: { noStyleVariables: true } })
      await shown(view)
      const ground = () => view.frame.evaluate('getComputedStyle(document.body).backgroundColor')
      const light = await ground()
      await view.page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
      expect(await ground()).toBe(light)
      expect(await checkAccessibility(view.frame)).toEqual([])
      await view.setTheme('dark')
      await expect.poll(ground).not.toBe(light)
      expect(await checkAccessibility(view.frame)).toEqual([])
      await view.close()
    })

    it('that follow its size: it tells its own height, never a width, and no small change', async () => {
      const view = await open({ width: 360 })
      await shown(view)
      expect(await view.frame.evaluate('document.documentElement.scrollWidth')).toBe(360)
      const height = () => view.frame.evaluate('document.body.getBoundingClientRect().height')
      await view.waitForEvents('size')
      const before = await height()
      await view.page.locator('#view iframe').evaluate((frame) => {
        frame.setAttribute('style', 'width: 360px; height: 3000px')
      })
      await expect.poll(() => view.frame.evaluate('innerHeight')).toBeGreaterThan(2000)
      expect(await height()).toBe(before)
      await view.setWidth(800)
      await expect.poll(() => view.frame.evaluate('innerWidth')).toBe(800)
      const sizes = (await view.events()).flatMap((event) => (event.kind === 'size' ? event : []))
      expect(sizes.filter((size) => 'width' in size)).toEqual([])
      const heights = sizes.map((size) => size.height ?? 0)
      const steps = heights.slice(1).map((one, at) => Math.abs(one - (heights[at] ?? 0)))
      expect(steps.filter((step) => step < 5)).toEqual([])
      await view.close()
    })

    it('that show it again: nothing but reads is called, and it ends when asked', async () => {
      const view = await open()
      await shown(view)
      expect((await calls(view)).filter((name) => !READS.test(name))).toEqual([])
      const kinds = (await view.events()).map(({ kind }) => kind)
      expect(kinds.filter((kind) => /open-link|download|message|error/.test(kind))).toEqual([])
      await view.teardown()
      expect((await view.events()).at(-1)?.kind).toBe('torn-down')
      await view.close()
    })
  })
})
