import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  askToRun,
  button,
  callsOf,
  countRuns,
  FIELD_TESTER,
  showActor,
  showResult,
} from '../support/views/actor-view.ts'
import { describeView } from '../support/views/describe-view.ts'
import { startViewWorld, type ViewWorld } from '../support/views/open-view.ts'

describeView('the Actor view', () => {
  let world: ViewWorld
  beforeAll(async () => {
    world = await startViewWorld()
  })
  afterAll(() => world?.close())

  it('goes from a search to a run that starts once, also on a double click', async () => {
    const before = await countRuns(world)
    const view = await showResult(world, { tool: 'search_actors', args: { query: 'field' } })
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
    expect(await question.textContent()).toContain(`Actor${FIELD_TESTER}Price`)
    expect(await question.textContent()).toContain('"keyword":"tea"')
    expect(await callsOf(view, 'run_actor')).toEqual([])
    await button(view, 'Start the run').dblclick()
    await frame.getByRole('heading', { name: 'The run has started' }).waitFor()
    expect(await callsOf(view, 'run_actor')).toHaveLength(1)
    expect(await countRuns(world)).toBe(before + 1)
    await button(view, 'Tell the model').click()
    const [message] = await view.waitForEvents('message')
    expect(JSON.stringify(message)).toContain('do not start it again')
  })

  it('finds the run whose answer was lost, and starts no other', async () => {
    const before = await countRuns(world)
    const view = await showActor(world)
    await view.page.route('**/mcp', async (route) => {
      if (!route.request().postData()?.includes('"run_actor"')) return route.continue()
      await route.fetch()
      await route.abort()
    })
    await askToRun(view)
    await button(view, 'Start the run').click()
    await view.frame.getByRole('heading', { name: 'The answer was lost' }).waitFor()
    expect(await view.frame.getByRole('alert').count()).toBe(0)
    expect(await callsOf(view, 'run_actor')).toHaveLength(1)
    expect(await countRuns(world)).toBe(before + 1)
  })

  it('says before another try that a run may still appear', async () => {
    const before = await countRuns(world)
    const view = await showActor(world)
    await view.page.route('**/mcp', (route) =>
      route.request().postData()?.includes('"run_actor"') ? route.abort() : route.continue(),
    )
    await askToRun(view)
    await button(view, 'Start the run').click()
    await view.frame.getByRole('alert').waitFor()
    await button(view, 'Run…').click()
    await view.frame.getByText('The last try failed').waitFor()
    await view.frame.page().keyboard.press('Escape')
    expect(await countRuns(world)).toBe(before)
  })

  it('starts nothing by loading, and nothing when the question is answered with no', async () => {
    const view = await showActor(world)
    const question = await askToRun(view)
    await view.page.keyboard.press('Escape')
    await question.waitFor({ state: 'detached' })
    expect(await callsOf(view, 'run_actor')).toEqual([])
  })

  it('edits the same value as a form and as JSON', async () => {
    const view = await showActor(world)
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
    const view = await showActor(world)
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
    const view = await showResult(world, { tool: 'search_actors', args: { query: 'field' } })
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
})
