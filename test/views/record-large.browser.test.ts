import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkAccessibility } from '../support/views/accessibility.ts'
import { callServer, putRecords } from '../support/views/call-server.ts'
import { describeView } from '../support/views/describe-view.ts'
import { type OpenView, startViewWorld, type ViewWorld } from '../support/views/open-view.ts'

const LINES = Array.from({ length: 12_000 }, (_, i) => `${i} `.padEnd(50, '.'))

describeView('the record view of a large record', () => {
  let world: ViewWorld
  let runId: string
  beforeAll(async () => {
    world = await startViewWorld()
    await putRecords(world, { long: { text: LINES.join('\n'), contentType: 'text/plain' } })
    const input = { maxItems: 100_000 }
    const run = { actorId: 'local/catalog-exporter', input, waitSecs: 60 }
    const [started] = await callServer(world, [{ name: 'run_actor', arguments: run }])
    runId = String(started?.runId)
  })
  afterAll(() => world?.close())

  async function open(args: { recordKey: string; storeId?: string; runId?: string }) {
    const view = await world.openView({ tool: 'get_record', args })
    await view.frame.getByRole('heading', { level: 1, name: args.recordKey }).waitFor()
    return view
  }
  const button = ({ frame }: OpenView, name: string) =>
    frame.getByRole('button', { name, exact: true })

  it('reads a text in 20 MB of JSON in full', async () => {
    const view = await open({ runId, recordKey: 'OUTPUT' })
    expect(await view.frame.getByText(/ · [12]\d\.\d MB$/).count()).toBe(1)
    await view.frame.getByRole('treeitem', { name: /letter/ }).click()
    await button(view, 'Read in full').click()
    await view.frame.getByRole('heading', { name: 'letter' }).waitFor()
    await button(view, 'Read to the end').click()
    await view.frame.getByText('60,000 characters.', { exact: true }).waitFor()
    const calls = await view.waitForEvents('tool-call', 2)
    expect(calls.map((call) => call.arguments)).toEqual([
      { runId, recordKey: 'OUTPUT', path: 'letter' },
      { runId, recordKey: 'OUTPUT', path: 'letter', offset: expect.any(Number) },
    ])
    expect(await checkAccessibility(view.frame)).toEqual([])
    await view.close()
  })

  it('reads items of 20 MB of JSON that were left out', async () => {
    const view = await open({ runId, recordKey: 'OUTPUT' })
    const item = (name: RegExp) => view.frame.getByRole('treeitem', { name })
    await item(/offers/).click()
    const portions = item(/^Show [\d,]+ more of/)
    for (;;) {
      if ((await portions.count()) === 0) break
      await portions.click()
    }
    const mark = item(/… [\d,]+ more items/)
    const left = async () => Number((await mark.textContent())?.replace(/\D/g, ''))
    const before = await left()
    await mark.click()
    await button(view, 'Read the next 10 items').click()
    await expect.poll(left).toBe(before - 10)
    const calls = await view.waitForEvents('tool-call', 10)
    expect(calls[9]?.arguments.path).toBe(`["a \\"quoted\\" name"].offers[${100_000 - before + 9}]`)
    await view.close()
  })

  it('reads a text of 600 kB to its end, and finds a line in it', async () => {
    const view = await open({ storeId: world.seeded.storeId, recordKey: 'long' })
    await button(view, 'Read more').click()
    await view.waitForEvents('tool-answer')
    await button(view, 'Read to the end').click()
    const count = LINES.join('\n').length.toLocaleString('en-GB')
    await view.frame.getByText(`${count} characters.`, { exact: true }).waitFor()
    expect(await button(view, 'Read more').count()).toBe(0)
    await button(view, 'Last lines').click()
    await view.frame.locator('.line', { hasText: /^11999 / }).waitFor()
    await view.frame.getByRole('searchbox').fill('9876 .')
    await view.frame.getByText('1 of 1', { exact: true }).waitFor()
    expect(await view.frame.locator('mark').textContent()).toBe('9876 .')
    await button(view, 'Download').click()
    const [download] = await view.waitForEvents('download')
    expect(download?.contents[0]?.text).toBe(LINES.join('\n'))
    await view.close()
  })

  it('asks for the text of truncated JSON only when a person opens it', async () => {
    const view = await open({ runId, recordKey: 'OUTPUT' })
    await view.frame.getByRole('tab', { name: 'Text' }).click()
    const [call] = await view.waitForEvents('tool-call')
    expect(call?.arguments).toMatchObject({ recordKey: 'OUTPUT', offset: 0 })
    await view.frame.locator('.line', { hasText: 'quoted' }).waitFor()
    await view.close()
  })
})
