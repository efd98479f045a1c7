import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeView } from '../support/views/describe-view.ts'
import { startViewWorld, type ViewWorld } from '../support/views/open-view.ts'

/**
 * Returns a page whose own script tries to reach `target`, to run text as code, and to act outside of its
 * frame. It writes into its body what came of each attempt.
 */
function escapingPage(target: string): string {
  const script = `
    const outcomes = {}
    const loads = (element, attribute) => new Promise((resolve) => {
      element.onload = () => resolve('loaded')
      element.onerror = () => resolve('blocked')
      element[attribute] = '${target}'
      document.head.append(element)
    })
    const attempt = async (name, act) => {
      try { outcomes[name] = await act() } catch { outcomes[name] = 'blocked' }
    }
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet' })
    await attempt('fetch', async () => (await fetch('${target}')).status)
    await attempt('image', () => loads(new Image(), 'src'))
    await attempt('script', () => loads(document.createElement('script'), 'src'))
    await attempt('style', () => loads(link, 'href'))
    await attempt('eval', () => eval('1 + 1'))
    await attempt('Function', () => new Function('return 1')())
    await attempt('socket', () => new Promise((resolve) => {
      const socket = new WebSocket('${target}'.replace('http', 'ws'))
      socket.onerror = () => resolve('blocked')
      socket.onopen = () => resolve('opened')
    }))
    await attempt('window.open', () => String(window.open('${target}')))
    await attempt('confirm', () => String(confirm('Sure?')))
    await attempt('parent', () => window.parent.parent.document.title)
    await attempt('top', () => { window.top.location.href = '${target}'; return 'navigated' })
    document.querySelector('form').submit()
    const frame = document.createElement('iframe')
    frame.src = '${target}'
    document.body.append(frame)
    document.querySelector('output').textContent = JSON.stringify(outcomes)`
  return `<!doctype html><html lang="en"><head><title>Escape</title></head><body>
    <form action="${target}" method="post"></form><output></output>
    <iframe id="own" sandbox srcdoc="<p>own frame</p><script>document.body.textContent = 'ran'</script>"></iframe>
    <script type="module">${script}</script></body></html>`
}

describeView('the sandbox', () => {
  let world: ViewWorld
  const requests: string[] = []
  const outside = createServer(({ url = '' }, response) => {
    requests.push(url)
    response.setHeader('access-control-allow-origin', '*').end()
  })
  beforeAll(async () => {
    outside.listen(0, '127.0.0.1')
    await once(outside, 'listening')
    world = await startViewWorld()
  })
  afterAll(async () => {
    outside.close()
    await world?.close()
  })

  it('lets a view reach nothing, run no text and act only in its frame', async () => {
    const address = outside.address()
    const port = typeof address === 'object' ? address?.port : 0
    const html = escapingPage(`http://127.0.0.1:${port}/`)
    const view = { html }
    const { page, frame, close } = await world.openView({ tool: 'whoami', view })
    await frame.locator('output').filter({ hasText: 'top' }).waitFor()
    expect(JSON.parse((await frame.locator('output').textContent()) ?? '')).toEqual({
      fetch: 'blocked',
      image: 'blocked',
      script: 'blocked',
      style: 'blocked',
      eval: 'blocked',
      Function: 'blocked',
      socket: 'blocked',
      'window.open': 'null',
      confirm: 'false',
      parent: 'blocked',
      top: 'blocked',
    })
    expect(page.url()).toBe(`${world.hostUrl}/`)
    expect(page.context().pages()).toHaveLength(1)
    expect(requests).toEqual([])
    await close()
  })

  it('shows a frame that the view writes itself, in which no script runs', async () => {
    const html = escapingPage('http://127.0.0.1:9/')
    const { frame, close } = await world.openView({ tool: 'whoami', view: { html } })
    const own = frame.frameLocator('#own').locator('p')
    await own.waitFor()
    expect(await own.textContent()).toBe('own frame')
    await close()
  })

  it('lets a view reach the origins that its resource declares', async () => {
    const address = outside.address()
    const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
    const csp = { connectDomains: [origin], resourceDomains: [origin] }
    const view = { html: escapingPage(`${origin}/declared`), csp }
    const { frame, close } = await world.openView({ tool: 'whoami', view })
    await frame.locator('output').filter({ hasText: 'top' }).waitFor()
    expect(JSON.parse((await frame.locator('output').textContent()) ?? '')).toMatchObject({
      fetch: 200,
      script: 'loaded',
      eval: 'blocked',
    })
    expect(requests).toContain('/declared')
    await close()
  })
})
