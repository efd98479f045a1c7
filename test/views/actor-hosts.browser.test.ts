import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkAccessibility } from '../support/views/accessibility.ts'
import { askToRun, button, callsOf, showActor, showResult } from '../support/views/actor-view.ts'
import type { Quirks } from '../support/views/contract.ts'
import { describeView } from '../support/views/describe-view.ts'
import { startViewWorld, type ViewWorld } from '../support/views/open-view.ts'

describeView('the Actor view in hosts of all kinds', () => {
  let world: ViewWorld
  beforeAll(async () => {
    world = await startViewWorld()
  })
  afterAll(() => world?.close())

  it('shows what the result has, without buttons, where the host lets it call nothing', async () => {
    const list = await showResult(world, {
      tool: 'search_actors',
      args: { query: '' },
      quirks: { noServerTools: true },
    })
    await list.frame.getByText('Field Tester').waitFor()
    expect(await list.frame.getByRole('button').count()).toBe(0)
    const view = await showActor(world, { noServerTools: true })
    await view.frame.getByRole('cell', { name: 'keyword', exact: true }).waitFor()
    expect(await button(view, 'Run…').count()).toBe(0)
    expect(await callsOf(view, 'get_actor')).toEqual([])
  })

  it.each<Quirks>([
    { dropStructuredContent: true },
    { dropMeta: true },
    { resultBeforeInitialized: true },
    { toolNamePrefix: 'mcp__apify__' },
    { noTheme: true },
  ])('works in a host with %j', async (quirks) => {
    const view = await showActor(world, quirks)
    await view.frame.getByLabel('Keyword').waitFor()
  })

  it('reads the Actor again by its id if the text of the result was shortened', async () => {
    const result = {
      content: [{ type: 'text' as const, text: '{"actorId":"local/fie… [truncated]' }],
    }
    const view = await showActor(world, {}, { result })
    await view.frame.getByLabel('Keyword').waitFor()
  })

  it('shows hostile Actors and READMEs as text', async () => {
    const hostile = '<img src=x onerror="document.title=\'hacked\'">\u202Egnp.exe'
    const actor = {
      actorId: 'a/b',
      title: hostile,
      description: hostile.repeat(50),
      price: hostile,
      notice: hostile,
    }
    const structured = {
      actors: [actor, null, 5, { title: 'no id' }, { ...actor, title: 'x'.repeat(5_000_000) }],
    }
    const of = (structuredContent: Record<string, unknown>) => ({ content: [], structuredContent })
    const list = await showResult(world, {
      tool: 'search_actors',
      args: { query: '' },
      result: of(structured),
    })
    await list.frame.getByText('gnp.exe').first().waitFor()
    const text = `# ${hostile}\n[click](javascript:alert(1))\n\n${hostile}\n\n![](https://a.example/b.png)`
    const readme = await showResult(world, {
      tool: 'get_actor',
      args: { actorId: 'a/b', section: 'readme' },
      result: of({ actorId: 'a/b', text }),
    })
    await readme.frame.getByText('click').waitFor()
    for (const { frame } of [list, readme]) {
      expect(await frame.locator('img, a, iframe').count()).toBe(0)
      expect(await frame.title()).toBe('actor')
    }
    expect(await readme.frame.getByRole('button', { name: /click/ }).count()).toBe(0)
  })

  it.each(['light', 'dark'] as const)('is accessible in the %s theme', async (theme) => {
    const list = await showResult(world, { tool: 'search_actors', args: { query: '' }, theme })
    await button(list, 'Field Tester').waitFor()
    expect(await checkAccessibility(list.frame)).toEqual([])
    const view = await showActor(world, {}, { theme, width: 400 })
    await button(view, 'Run…').click()
    await view.frame.getByText('1 problem with the input').waitFor()
    for (const name of ['Limits', 'More'])
      await view.frame.locator('summary', { hasText: name }).first().click()
    expect(await checkAccessibility(view.frame)).toEqual([])
    await askToRun(view)
    await view.frame.getByRole('alertdialog').waitFor()
    expect(await checkAccessibility(view.frame)).toEqual([])
    const readme = await showResult(world, {
      tool: 'get_actor',
      args: { actorId: 'local/website-crawler', section: 'readme' },
      theme,
    })
    await readme.frame.getByText('Good to know').waitFor()
    expect(await checkAccessibility(readme.frame)).toEqual([])
  })
})
