import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeView } from '../support/views/describe-view.ts'
import { startViewWorld, type ViewWorld } from '../support/views/open-view.ts'
import {
  buttonIn,
  callsOf,
  getRun,
  logOf,
  resultOf,
  statusOf,
  useRunView,
} from '../support/views/run-view.ts'
import { startRun } from '../support/views/start-run.ts'

describeView('the log in the run view', () => {
  let world: ViewWorld
  beforeAll(async () => {
    world = await startViewWorld()
  })
  afterAll(() => world?.close())

  it('searches the lines that are here, and the whole log', async () => {
    const { runId } = await startRun(world.serverUrl, 'local/price-watcher', {
      maxItems: 600,
      pauseMs: 0,
    })
    await useRunView(world, getRun(runId), async (view) => {
      await expect.poll(() => statusOf(view).textContent()).toBe('SUCCEEDED')
      await logOf(view).getByText('offers/599').waitFor()
    })
    // A view of a run that has ended has read the end of its log alone.
    await useRunView(world, getRun(runId), async (view) => {
      await view.frame.getByText('Log', { exact: true }).click()
      await logOf(view).getByText('offers/599').waitFor()
      const field = view.frame.getByRole('searchbox', { name: 'Search the log' })
      await field.fill('offers/597')
      await expect.poll(() => logOf(view).getByRole('listitem').count()).toBe(1)
      expect(await logOf(view).locator('mark').allTextContents()).toEqual(['offers/597'])
      await field.fill('Following 600')
      await view.frame.getByText('No line here has this text.').waitFor()
      await buttonIn(view, 'Search all lines').click()
      await logOf(view).getByText('Following 600').waitFor()
      await view.frame.getByText(/1 of \d+ lines match/).waitFor()
      await buttonIn(view, 'Show the end of the log').click()
      await logOf(view).getByText('offers/599').waitFor()
      await buttonIn(view, 'Show earlier lines').click()
      await logOf(view).getByText('offers/200', { exact: false }).first().waitFor()
    })
  })

  it('says what is wrong with a regular expression', async () => {
    await useRunView(
      world,
      { tool: 'get_log', args: { runId: world.seeded.succeededRunId } },
      async (view) => {
        const field = view.frame.getByRole('searchbox', { name: 'Search the log' })
        await field.fill('/(/')
        await buttonIn(view, 'Search all lines').click()
        const alert = await view.frame.getByRole('alert').textContent()
        expect(alert).toContain('not a valid RE2 regular expression')
      },
    )
  })

  it('keeps what is typed while the run is still being read', async () => {
    await useRunView(
      world,
      { tool: 'get_log', args: { runId: world.seeded.succeededRunId } },
      async (view) => {
        const field = view.frame.getByRole('searchbox', { name: 'Search the log' })
        await field.fill('Found')
        await expect.poll(() => statusOf(view).textContent()).toBe('SUCCEEDED')
        expect(await field.inputValue()).toBe('Found')
      },
    )
  })

  it('shows a log with the run that it is of', async () => {
    await useRunView(
      world,
      { tool: 'get_log', args: { runId: world.seeded.succeededRunId } },
      async (view) => {
        await logOf(view).getByText('Page size 40').waitFor()
        await expect.poll(() => statusOf(view).textContent()).toBe('SUCCEEDED')
      },
    )
  })

  it('shows what a log was searched for', async () => {
    const args = { runId: world.seeded.succeededRunId, search: 'warn' }
    await useRunView(world, { tool: 'get_log', args }, async (view) => {
      await view.frame.getByText('1 of 7 lines match').waitFor()
      await buttonIn(view, 'Show the end of the log').click()
      await logOf(view).getByText('Page 1: 40 offers').waitFor()
    })
  })

  it('shows a log whose run cannot be read, such as that of a build', async () => {
    const result = resultOf({ lines: ['INFO  Building'], from: 1, total: 1 })
    await useRunView(
      world,
      { tool: 'get_log', args: { runId: 'nosuchrun' }, result },
      async (view) => {
        await logOf(view).getByText('Building').waitFor()
        await buttonIn(view, 'Read the log again').waitFor()
        expect(await callsOf(view, 'get_run')).toHaveLength(1)
        expect(await view.frame.getByRole('alert').count()).toBe(0)
      },
    )
  })
})
