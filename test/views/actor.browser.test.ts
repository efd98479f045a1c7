import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { checkAccessibility } from '../support/views/accessibility.ts'
import type { Quirks, ViewRequest } from '../support/views/contract.ts'
import { describeView } from '../support/views/describe-view.ts'
import { type OpenView, startViewWorld, type ViewWorld } from '../support/views/open-view.ts'

const ACTOR = 'local/field-tester'
const runList = z.object({ structuredContent: z.object({ runs: z.array(z.unknown()) }) })

describeView('the Actor view', () => {
  let world: ViewWorld
  beforeAll(async () => {
    world = await startViewWorld()
  })
  afterAll(() => world?.close())

  const opened: OpenView[] = []
  async function open(request: ViewRequest) {
    const view = await world.openView(request)
    opened.push(view)
    await view.waitForEvents('result-sent')
    return view
  }
  const openActor = (quirks: Quirks = {}, more: Partial<ViewRequest> = {}) =>
    open({ tool: 'get_actor', args: { actorId: ACTOR }, quirks, ...more })
  const button = ({ frame }: OpenView, name: string | RegExp) =>
    frame.getByRole('button', { name, exact: typeof name === 'string' })
  const calls = async (view: OpenView, tool: string) =>
    (await view.events()).filter((one) => one.kind === 'tool-call' && one.name === tool)

  /** Counts the runs of the Actor on the platform. */
  async function countRuns(): Promise<number> {
    const client = new Client({ name: 'count', version: '1.0.0' })
    await client.connect(new StreamableHTTPClientTransport(new URL(world.serverUrl)))
    const params = { name: 'list_runs', arguments: { actorId: ACTOR, limit: 100 } }
    const result = runList.parse(await client.callTool(params))
    await client.close()
    return result.structuredContent.runs.length
  }
  async function askToRun(view: OpenView) {
    await view.frame.getByLabel('Keyword').fill('tea')
    await button(view, 'Run…').click()
    return view.frame.getByRole('alertdialog')
  }

  it('goes from a search to a run that starts once, also on a double click', async () => {
    const before = await countRuns()
    const view = await open({ tool: 'search_actors', args: { query: 'field' } })
    const { frame } = view
    await button(view, 'Field Tester').click()
    await button(view, 'Run…').click()
    const keyword = frame.getByLabel('Keyword')
    await frame.getByText('1 problem with the input').waitFor()
    expect(await keyword.getAttribute('aria-invalid')).toBe('true')
    const described = (await keyword.getAttribute('aria-describedby'))?.split(' ') ?? []
    const texts = await Promise.all(
      described.map((id) => frame.locator(`[id="${id}"]`).textContent()),
    )
    expect(texts.join(' ')).toContain('is required')
    await button(view, 'keyword').click()
    expect(
      await keyword.evaluate((element) => element === element.ownerDocument.activeElement),
    ).toBe(true)
    const question = await askToRun(view)
    expect(await question.textContent()).toContain(`Actor${ACTOR}Price`)
    expect(await question.textContent()).toContain('"keyword":"tea"')
    expect(await calls(view, 'run_actor')).toEqual([])
    await button(view, 'Start the run').dblclick()
    await frame.getByRole('heading', { name: 'The run has started' }).waitFor()
    expect(await calls(view, 'run_actor')).toHaveLength(1)
    expect(await countRuns()).toBe(before + 1)
    await button(view, 'Tell the model').click()
    const [message] = await view.waitForEvents('message')
    expect(JSON.stringify(message)).toContain('do not start it again')
  })

  it('finds the run whose answer was lost, and starts no other', async () => {
    const before = await countRuns()
    const view = await openActor()
    await view.page.route('**/mcp', async (route) => {
      if (!route.request().postData()?.includes('"run_actor"')) return route.continue()
      await route.fetch()
      await route.abort()
    })
    await askToRun(view)
    await button(view, 'Start the run').click()
    await view.frame.getByRole('heading', { name: 'The answer was lost' }).waitFor()
    expect(await view.frame.getByRole('alert').count()).toBe(0)
    expect(await calls(view, 'run_actor')).toHaveLength(1)
    expect(await countRuns()).toBe(before + 1)
  })

  it('says before another try that a run may still appear', async () => {
    const before = await countRuns()
    const view = await openActor()
    await view.page.route('**/mcp', (route) =>
      route.request().postData()?.includes('"run_actor"') ? route.abort() : route.continue(),
    )
    await askToRun(view)
    await button(view, 'Start the run').click()
    await view.frame.getByRole('alert').waitFor()
    await button(view, 'Run…').click()
    await view.frame.getByText('The last try failed').waitFor()
    await view.frame.page().keyboard.press('Escape')
    expect(await countRuns()).toBe(before)
  })

  it('starts nothing by loading, and nothing when the question is answered with no', async () => {
    const view = await openActor()
    const question = await askToRun(view)
    await view.page.keyboard.press('Escape')
    await question.waitFor({ state: 'detached' })
    expect(await calls(view, 'run_actor')).toEqual([])
  })

  it('edits the same value as a form and as JSON', async () => {
    const view = await openActor()
    const { frame } = view
    await frame.getByLabel('Keyword').fill('tea')
    await frame.getByLabel('Edit as JSON').check()
    const json = frame.getByLabel('The input as JSON')
    expect(JSON.parse(await json.inputValue())).toEqual({
      startUrls: [{ url: 'https://shop.example.com/', userData: { kind: 'shop' } }],
      maxItems: 120,
      words: ['tea'],
      language: 'en',
      images: false,
      proxy: { useApifyProxy: true },
      session: 'a',
      keyword: 'tea',
    })
    await json.fill('{ "keyword": ')
    expect(await frame.getByLabel('Edit as JSON').isDisabled()).toBe(true)
    await json.fill('{ "keyword": "mug", "extra": 1 }')
    await frame.getByLabel('Edit as JSON').uncheck()
    expect(await frame.getByLabel('Keyword').inputValue()).toBe('mug')
    await frame.getByText('Only in the JSON:').waitFor()
    await button(view, 'Use this input in the chat').click()
    const [message] = await view.waitForEvents('message')
    expect(JSON.stringify(message)).toContain('\\"extra\\": 1')
  })

  it('leaves secrets out of the question and of messages', async () => {
    const view = await openActor()
    await view.frame.locator('summary', { hasText: 'More' }).click()
    const login = view.frame.getByLabel('Login')
    expect(await login.getAttribute('type')).toBe('password')
    await login.fill('open sesame')
    const question = await askToRun(view)
    expect(await question.textContent()).toContain('not shown here')
    expect(await question.textContent()).not.toContain('sesame')
    await view.page.keyboard.press('Escape')
    await button(view, 'Use this input in the chat').click()
    expect(JSON.stringify(await view.waitForEvents('message'))).not.toContain('sesame')
  })

  it('is used with the keyboard alone', async () => {
    const view = await open({ tool: 'search_actors', args: { query: 'field' } })
    await button(view, 'Field Tester').focus()
    await view.page.keyboard.press('Enter')
    await view.frame.getByLabel('Keyword').focus()
    await view.page.keyboard.type('tea')
    await button(view, 'Run…').focus()
    await view.page.keyboard.press('Enter')
    await view.frame.getByRole('alertdialog').waitFor()
    await view.page.keyboard.press('Shift+Tab')
    await view.page.keyboard.press('Enter')
    await view.frame.getByRole('heading', { name: 'The run has started' }).waitFor()
    await button(view, 'Back to the list').focus()
    await view.page.keyboard.press('Enter')
    await expect
      .poll(() => view.frame.evaluate('document.activeElement.textContent'))
      .toBe('Field Tester')
  })

  it('shows what the result has, without buttons, where the host lets it call nothing', async () => {
    const list = await open({
      tool: 'search_actors',
      args: { query: '' },
      quirks: { noServerTools: true },
    })
    await list.frame.getByText('Field Tester').waitFor()
    expect(await list.frame.getByRole('button').count()).toBe(0)
    const view = await openActor({ noServerTools: true })
    await view.frame.getByRole('cell', { name: 'keyword' }).waitFor()
    expect(await button(view, 'Run…').count()).toBe(0)
    expect(await calls(view, 'get_actor')).toEqual([])
  })

  it.each<Quirks>([
    { dropStructuredContent: true },
    { dropMeta: true },
    { resultBeforeInitialized: true },
    { toolNamePrefix: 'mcp__apify__' },
    { noTheme: true },
  ])('works in a host with %j', async (quirks) => {
    const view = await openActor(quirks)
    await view.frame.getByLabel('Keyword').waitFor()
  })

  it('reads the Actor again by its id if the text of the result was shortened', async () => {
    const result = {
      content: [{ type: 'text' as const, text: '{"actorId":"local/fie… [truncated]' }],
    }
    const view = await openActor({}, { result })
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
    const list = await open({ tool: 'search_actors', args: { query: '' }, result: of(structured) })
    await list.frame.getByText('gnp.exe').first().waitFor()
    const text = `# ${hostile}\n[click](javascript:alert(1))\n\n${hostile}\n\n![](https://a.example/b.png)`
    const readme = await open({
      tool: 'get_actor',
      args: { actorId: 'a/b', section: 'readme' },
      result: of({ actorId: 'a/b', text }),
    })
    await readme.frame.getByText('click').waitFor()
    for (const { frame } of [list, readme]) {
      expect(await frame.locator('img, a, iframe').count()).toBe(0)
      expect(await frame.title()).toBe('actor')
    }
    expect(await button(readme, /click/).count()).toBe(0)
  })

  it.each(['light', 'dark'] as const)('is accessible in the %s theme', async (theme) => {
    const list = await open({ tool: 'search_actors', args: { query: '' }, theme })
    await button(list, 'Field Tester').waitFor()
    expect(await checkAccessibility(list.frame)).toEqual([])
    const view = await openActor({}, { theme, width: 400 })
    await button(view, 'Run…').click()
    await view.frame.getByText('1 problem with the input').waitFor()
    for (const name of ['Limits', 'More'])
      await view.frame.locator('summary', { hasText: name }).first().click()
    expect(await checkAccessibility(view.frame)).toEqual([])
    await askToRun(view)
    await view.frame.getByRole('alertdialog').waitFor()
    expect(await checkAccessibility(view.frame)).toEqual([])
    const readme = await open({
      tool: 'get_actor',
      args: { actorId: 'local/website-crawler', section: 'readme' },
      theme,
    })
    await readme.frame.getByText('Good to know').waitFor()
    expect(await checkAccessibility(readme.frame)).toEqual([])
  })
})
