import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeView } from '../support/views/describe-view.ts'
import { startViewWorld, type ViewWorld } from '../support/views/open-view.ts'
import {
  buttonIn,
  callsOf,
  failCalls,
  getRun,
  logOf,
  RUN,
  resultOf,
  setVisibility,
  statusOf,
  unanswered,
  useRunView,
  waitForCalls,
} from '../support/views/run-view.ts'
import { startRun } from '../support/views/start-run.ts'

describeView('the run view', () => {
  let world: ViewWorld
  beforeAll(async () => {
    world = await startViewWorld()
  })
  afterAll(() => world?.close())

  it('follows a run that goes on, and its log', async () => {
    const args = { actorId: 'local/price-watcher', input: { pauseMs: 100 } }
    await useRunView(world, { tool: 'run_actor', args }, async (view) => {
      await logOf(view).getByText('Following 120 prices').waitFor()
      await view.frame.getByText(/Read \d+ of 120 prices/).waitFor()
      await expect.poll(() => statusOf(view).textContent()).toBe('SUCCEEDED')
      await view.frame.getByText('The first 20 of 120 items').waitFor()
      await logOf(view).getByText('offers/119').waitFor()
      const polls = await callsOf(view, 'get_run')
      const [first, ...others] = polls.map(({ arguments: { waitSecs } }) => waitSecs)
      expect(first).toBe(0)
      expect(new Set(others)).toEqual(new Set([5]))
      const names = (await callsOf(view)).map(({ name }) => name)
      expect([...new Set(names)].toSorted()).toEqual(['get_log', 'get_run', 'list_dataset_items'])
    })
  })

  it('shows the items per minute of successive polls as a line', async () => {
    const { runId } = await startRun(world.serverUrl, 'local/price-watcher', { maxItems: 2400 })
    await useRunView(world, getRun(runId), async (view) => {
      const line = view.frame.getByRole('img', { name: /Items per minute over \d+ readings/ })
      await line.waitFor()
      expect(await line.locator('polyline').getAttribute('points')).toMatch(/^0,[\d.]+ [\d.]+,/)
    })
  })

  it('aborts a run when the person confirms it', async () => {
    const { runId } = await startRun(world.serverUrl, 'local/price-watcher', { maxItems: 2400 })
    await useRunView(world, getRun(runId), async (view) => {
      await buttonIn(view, 'Abort run').click()
      const question = view.frame.getByRole('alertdialog', { name: 'Abort this run?' })
      await question.press('Escape')
      expect(await question.count()).toBe(0)
      expect(await callsOf(view, 'abort_run')).toEqual([])
      await buttonIn(view, 'Abort run').click()
      await buttonIn(view, 'Abort the run').click()
      await expect.poll(() => statusOf(view).textContent()).toBe('ABORTED')
      expect(await callsOf(view, 'abort_run')).toMatchObject([{ arguments: { runId } }])
      expect(await buttonIn(view, 'Abort').count()).toBe(0)
      await view.frame.getByText('Results').waitFor()
    })
  })

  it('looks a run up after an abort that failed, before another try', async () => {
    const { runId } = await startRun(world.serverUrl, 'local/price-watcher', { maxItems: 2400 })
    await useRunView(world, getRun(runId), async (view) => {
      await failCalls(view.page, 'abort_run', 'before')
      await buttonIn(view, 'Abort run').click()
      await buttonIn(view, 'Abort the run').click()
      await view.frame.getByRole('alert').waitFor()
      expect(await statusOf(view).textContent()).toBe('RUNNING')
      const names = (await callsOf(view)).map(({ name }) => name)
      expect(names.slice(names.indexOf('abort_run'))).toContain('get_run')
      await view.page.unroute('**/mcp')
      await buttonIn(view, 'Abort run').click()
      await buttonIn(view, 'Abort the run').click()
      await expect.poll(() => statusOf(view).textContent()).toBe('ABORTED')
    })
  })

  it('finds out that a run was aborted though the answer was lost', async () => {
    const { runId } = await startRun(world.serverUrl, 'local/price-watcher', { maxItems: 2400 })
    await useRunView(world, getRun(runId), async (view) => {
      await failCalls(view.page, 'abort_run', 'after')
      await buttonIn(view, 'Abort run').click()
      await buttonIn(view, 'Abort the run').click()
      await expect.poll(() => statusOf(view).textContent()).toBe('ABORTED')
      expect(await callsOf(view, 'abort_run')).toHaveLength(1)
      expect(await view.frame.getByRole('alert').count()).toBe(0)
    })
  })

  it('follows the run that run_actor has started', async () => {
    const input = { startUrl: 'https://shop.example.com/', maxItems: 45 }
    const args = { actorId: 'local/offer-finder', input }
    await useRunView(world, { tool: 'run_actor', args }, async (view) => {
      await expect.poll(() => statusOf(view).textContent()).toBe('SUCCEEDED')
      await view.frame.getByText('The first 20 of 45 items').waitFor()
      expect(await callsOf(view, 'run_actor')).toEqual([])
    })
  })

  it('stops polling while it is hidden', async () => {
    const { runId } = await startRun(world.serverUrl, 'local/price-watcher', { maxItems: 2400 })
    await useRunView(world, getRun(runId), async (view) => {
      await waitForCalls(view, 'get_run', 2)
      await setVisibility(view, 'hidden')
      // The poll that was under way ends on the server; none follows it.
      await expect.poll(async () => unanswered(await view.events())).toBe(0)
      const before = (await callsOf(view)).length
      await setVisibility(view, 'hidden')
      expect(await callsOf(view)).toHaveLength(before)
      await setVisibility(view, 'visible')
      await expect.poll(async () => (await callsOf(view)).length).toBeGreaterThan(before)
      expect((await callsOf(view, 'get_run')).at(-1)).toMatchObject({ arguments: { waitSecs: 0 } })
    })
  })

  it('stops polling while it is scrolled out of sight', async () => {
    const { runId } = await startRun(world.serverUrl, 'local/price-watcher', { maxItems: 2400 })
    await useRunView(world, getRun(runId), async (view) => {
      await waitForCalls(view, 'get_run', 1)
      await view.page.evaluate('document.getElementById("view").style.marginTop = "5000px"')
      await view.page.evaluate('scrollTo(0, 0)')
      await expect.poll(async () => unanswered(await view.events())).toBe(0)
      const before = (await callsOf(view)).length
      await view.page.evaluate('document.getElementById("view").style.marginTop = "0"')
      await view.page.locator('#view').scrollIntoViewIfNeeded()
      await expect.poll(async () => (await callsOf(view)).length).toBeGreaterThan(before)
    })
  })

  it('stops polling when the host ends it', async () => {
    const { runId } = await startRun(world.serverUrl, 'local/price-watcher', { maxItems: 2400 })
    await useRunView(world, getRun(runId), async (view) => {
      await waitForCalls(view, 'get_run', 2)
      await view.teardown()
      const kinds = (await view.events()).map(({ kind }) => kind)
      expect(kinds.slice(kinds.indexOf('torn-down'))).not.toContain('tool-call')
    })
  })

  it('says that the run cannot be read, tries again later, and recovers', async () => {
    const { runId } = await startRun(world.serverUrl, 'local/price-watcher', { maxItems: 2400 })
    const view = await world.openView({ ...getRun(runId), result: resultOf({ ...RUN, runId }) })
    await failCalls(view.page, 'get_run', 'before')
    await view.frame.getByText('What is shown may be old.').waitFor()
    expect(await view.frame.getByRole('alert').first().textContent()).toMatch(
      /^The run could not be read: /,
    )
    await view.page.unroute('**/mcp')
    await buttonIn(view, 'Try now').click()
    await view.frame.getByText(/Read \d+ of 2400 prices/).waitFor()
    await view.frame.getByText('What is shown may be old.').waitFor({ state: 'detached' })
    await view.close()
  })
})
