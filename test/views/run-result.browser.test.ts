import type { CallToolResult } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkAccessibility } from '../support/views/accessibility.ts'
import { describeView } from '../support/views/describe-view.ts'
import { startViewWorld, type ViewWorld } from '../support/views/open-view.ts'
import {
  buttonIn,
  callsOf,
  getRun,
  logOf,
  RUN,
  resultOf,
  statusOf,
  useRunView,
} from '../support/views/run-view.ts'
import { startRun } from '../support/views/start-run.ts'

describeView('a result in the run view', () => {
  let world: ViewWorld
  beforeAll(async () => {
    world = await startViewWorld()
  })
  afterAll(() => world?.close())

  it('shows the items of a run that succeeded, and polls nothing', async () => {
    await useRunView(world, getRun(world.seeded.succeededRunId), async (view) => {
      await view.frame.getByText('The first 20 of 120 items').waitFor()
      expect(await statusOf(view).textContent()).toBe('SUCCEEDED')
      await view.frame.getByText(/^Ended .* ago\)$/).waitFor()
      const names = (await callsOf(view)).map(({ name }) => name)
      expect(names).toEqual(['list_dataset_items'])
      await view.frame.getByText('Log', { exact: true }).click()
      await logOf(view).getByText('HTTP 503').waitFor()
      expect(await logOf(view).locator('[data-level=error]').allTextContents()).toHaveLength(1)
      expect(await callsOf(view, 'get_run')).toEqual([])
    })
  })

  it('shows why a run failed, with its log', async () => {
    await useRunView(world, getRun(world.seeded.failedRunId), async (view) => {
      expect(await statusOf(view).textContent()).toBe('FAILED')
      await view.frame.getByText('The Actor exited with code 1.').waitFor()
      await logOf(view).getByText('Logging in').waitFor()
      expect(await logOf(view).locator('[data-level=error]').allTextContents()).toContainEqual(
        expect.stringContaining('The login page has changed'),
      )
      await view.frame.getByText('2 items').waitFor()
    })
  })

  it('shows the rows of run_actor_sync without reading them again', async () => {
    const input = { startUrl: 'https://shop.example.com/', maxItems: 5 }
    const args = { actorId: 'local/offer-finder', input }
    await useRunView(world, { tool: 'run_actor_sync', args }, async (view) => {
      await view.frame.getByText('5 items').waitFor()
      expect(await callsOf(view)).toEqual([])
    })
  })

  it('shows the result and its time where the host lets it call nothing', async () => {
    const quirks = { noServerTools: true }
    const result = resultOf({ ...RUN, note: 'The run continues.' })
    await useRunView(world, { ...getRun('run1'), result, quirks }, async (view) => {
      await view.frame.getByText('As of 1 Mar 2026, 10:01:15').waitFor()
      await view.frame.getByText('The run continues.').waitFor()
      const meter = view.frame.getByRole('meter', { name: 'Cost against its ceiling' })
      expect(await meter.getAttribute('aria-valuetext')).toBe('US$0.45 of at most US$0.50, 90%')
      await view.frame.getByText('90%, near its ceiling').waitFor()
      expect(await buttonIn(view, 'Abort').count()).toBe(0)
      expect(await callsOf(view)).toEqual([])
    })
  })

  it('reads the run again where the host drops structuredContent and shortens the text', async () => {
    const runId = world.seeded.succeededRunId
    const result: CallToolResult = {
      content: [{ type: 'text', text: `{"runId":"${runId}","sta…` }],
    }
    await useRunView(
      world,
      { tool: 'run_actor', args: { actorId: 'a/b' }, result },
      async (view) => {
        await expect.poll(() => statusOf(view).textContent()).toBe('SUCCEEDED')
        expect(await callsOf(view, 'run_actor')).toEqual([])
      },
    )
    await useRunView(
      world,
      { ...getRun(runId), quirks: { dropStructuredContent: true } },
      async (view) => {
        expect(await statusOf(view).textContent()).toBe('SUCCEEDED')
        expect(await callsOf(view, 'get_run')).toEqual([])
      },
    )
  })

  it('shows hostile data as text', async () => {
    const image = '<img src=x onerror="document.body.dataset.ran = 1">'
    const long = 'x'.repeat(5_000_000)
    const lines = [image, `ERROR ${image}`, '\u202Eevil\u202C', `INFO ${long}`, '__proto__']
    const hostile = {
      ...RUN,
      actorName: image,
      statusMessage: long,
      consoleUrl: 'javascript:document.body.dataset.ran = 2',
      status: 'FAILED',
      output: { [image]: image },
      log: lines,
    }
    const quirks = { noServerTools: true }
    await useRunView(
      world,
      { ...getRun('run1'), result: resultOf(hostile), quirks },
      async (view) => {
        await logOf(view).getByText('ERROR <img src=x').waitFor()
        await view.frame.getByText('Details', { exact: true }).click()
        await view.frame.getByText('Output', { exact: true }).click()
        await view.frame.getByText('javascript:document').waitFor()
        expect(await view.frame.locator('img, a, script[src]').count()).toBe(0)
        expect(await view.frame.evaluate('document.body.dataset.ran')).toBeUndefined()
        await view.frame.getByRole('searchbox').fill('onerror')
        await expect.poll(() => logOf(view).getByRole('listitem').count()).toBe(2)
        expect(await view.frame.locator('img').count()).toBe(0)
      },
    )
  })

  it('is accessible in both themes, with its log and its question', async () => {
    const { runId } = await startRun(world.serverUrl, 'local/price-watcher', { maxItems: 2400 })
    for (const theme of ['light', 'dark'] as const) {
      await useRunView(world, { ...getRun(runId), theme }, async (view) => {
        await logOf(view).getByText('Retried').first().waitFor()
        await view.frame.getByText('Details', { exact: true }).click()
        expect(await checkAccessibility(view.frame)).toEqual([])
        await buttonIn(view, 'Abort run').click()
        expect(await checkAccessibility(view.frame)).toEqual([])
      })
      await useRunView(
        world,
        { ...getRun(world.seeded.failedRunId), theme, width: 360 },
        async (view) => {
          await logOf(view).getByText('Logging in').waitFor()
          await view.frame.getByText('2 items').waitFor()
          expect(await checkAccessibility(view.frame)).toEqual([])
          expect(await view.frame.evaluate('document.documentElement.scrollWidth')).toBe(360)
        },
      )
    }
  })
})
