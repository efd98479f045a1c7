import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeView } from '../support/views/describe-view.ts'
import { type OpenView, startViewWorld, type ViewWorld } from '../support/views/open-view.ts'
import { resultOf } from '../support/views/run-view.ts'

/** Sends a view another result, as its host does. */
async function sendResult({ frame }: OpenView, params: object): Promise<void> {
  const message = { jsonrpc: '2.0', method: 'ui/notifications/tool-result', params }
  await frame.parentFrame()?.evaluate(`document.querySelector('iframe').contentWindow.postMessage(
      ${JSON.stringify(message)}, '*')`)
}

describeView('a result', () => {
  let world: ViewWorld
  beforeAll(async () => {
    world = await startViewWorld()
  })
  afterAll(() => world?.close())

  it('that cannot be drawn is shown as its text, and the next one is drawn', async () => {
    const broken = { actorId: 'ann/shop', title: { not: 'a text' } }
    const view = await world.openView({
      tool: 'get_actor',
      args: { actorId: 'ann/shop' },
      result: resultOf(broken),
      quirks: { noServerTools: true },
    })
    await view.frame.getByText('This view cannot draw the result').waitFor()
    await view.frame.getByText(JSON.stringify(broken)).waitFor()
    await sendResult(view, resultOf({ actorId: 'ann/shop', title: 'Shop' }))
    await view.frame.getByRole('heading', { name: 'Shop' }).waitFor()
    await view.close()
  })

  it('of another search takes the place of the first', async () => {
    const search = (title: string) => resultOf({ actors: [{ actorId: 'ann/shop', title }] })
    const args = { query: 'shop' }
    const view = await world.openView({ tool: 'search_actors', args, result: search('First') })
    await view.frame.getByRole('button', { name: 'First' }).waitFor()
    await sendResult(view, search('Second'))
    await view.frame.getByRole('button', { name: 'Second' }).waitFor()
    expect(await view.frame.getByText('First').count()).toBe(0)
    await view.close()
  })
})
