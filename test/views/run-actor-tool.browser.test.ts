import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeView } from '../support/views/describe-view.ts'
import { startViewWorld, type ViewWorld } from '../support/views/open-view.ts'
import { callsOf, statusOf, useRunView } from '../support/views/run-view.ts'

describeView('the run view of a tool that runs one Actor', () => {
  let world: ViewWorld
  beforeAll(async () => {
    world = await startViewWorld(['--actor-tools=local/offer-finder'])
  })
  afterAll(() => world?.close())

  it('shows the run and its rows', async () => {
    const args = { startUrl: 'https://shop.example.com/', maxItems: 3 }
    await useRunView(world, { tool: 'local--offer-finder', args }, async (view) => {
      await view.frame.getByText('3 items').waitFor()
      expect(await statusOf(view).textContent()).toBe('SUCCEEDED')
      expect(await callsOf(view)).toEqual([])
    })
  })
})
