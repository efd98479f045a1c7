import { once } from 'node:events'
import { createServer } from 'node:http'
import type { CallToolResult } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { putRecords } from '../support/views/call-server.ts'
import { describeView } from '../support/views/describe-view.ts'
import { startViewWorld, type ViewWorld } from '../support/views/open-view.ts'

const ALERT = `<img src=x onerror="alert('ran')"><script>alert('ran')</script>`
const RTL = '\u202egnp.exe\u202d\u2066'

/** A result as text, since no message holds a value that deep. */
const DEEP = `{"contentType":"application/json","value":${'['.repeat(10_000)}"bottom"${']'.repeat(10_000)}}`

/** Returns a page that tries to run scripts, to load, to send and to lead elsewhere. */
const hostilePage = (target: string) => `\ufeff<!doctype html><html><head>
  <meta http-equiv="refresh" content="0;url=${target}refresh"><base href="${target}" target="_top">
  <link rel="stylesheet" href="${target}style"><script src="${target}script"></script>
  <style>@import "${target}import"; body { background: url(${target}background) }</style></head>
  <body onload="alert('ran')">${ALERT}<img src="${target}image"><iframe src="${target}frame"></iframe>
  <object data="${target}object"></object><video src="${target}video" autoplay></video>
  <form action="${target}form"><button>Send</button></form>
  <a id="top" href="${target}top" target="_top">Top</a><a id="own" href="${target}own" target="_self">Own</a>
  <a id="code" href="javascript:parent.postMessage('ran', '*')" target="_self">Code</a></body></html>`

describeView('a hostile record', () => {
  let world: ViewWorld
  let target: string
  const requests: string[] = []
  const outside = createServer(({ url = '' }, response) => {
    requests.push(url)
    response.setHeader('access-control-allow-origin', '*').end('reached')
  })
  beforeAll(async () => {
    outside.listen(0, '127.0.0.1')
    await once(outside, 'listening')
    const address = outside.address()
    target = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`
    world = await startViewWorld()
    await putRecords(world, {
      html: { text: hostilePage(target), contentType: 'text/html' },
      svg: {
        text: `<svg xmlns="http://www.w3.org/2000/svg" onload="alert('ran')" width="40" height="30"><script>alert('ran')</script><image href="${target}svg"/><foreignObject><img xmlns="http://www.w3.org/1999/xhtml" src="x" onerror="alert('ran')"/></foreignObject></svg>`,
        contentType: 'image/svg+xml',
      },
      text: { text: `${ALERT}\n${RTL}\njavascript:alert(1)`, contentType: 'text/plain' },
      json: {
        text: `{"__proto__": {"polluted": 1}, "constructor": {"prototype": 2}, "hasOwnProperty": 3, ${JSON.stringify(ALERT)}: ${JSON.stringify(RTL)}, "link": "javascript:alert(1)"}`,
        contentType: 'application/json',
      },
    })
  })
  afterAll(async () => {
    outside.close()
    await world?.close()
  })

  /** Opens a record, uses it, and makes sure that nothing of it ran or was loaded. */
  async function use(
    recordKey: string,
    act: (view: Awaited<ReturnType<ViewWorld['openView']>>) => Promise<void>,
    result?: CallToolResult,
  ) {
    const { storeId } = world.seeded
    const args = { storeId, recordKey }
    const view = await world.openView({ tool: 'get_record', args, ...(result && { result }) })
    const dialogs: string[] = []
    view.page.on('dialog', (dialog) => {
      dialogs.push(dialog.message())
      void dialog.dismiss()
    })
    await view.frame.locator('h1').waitFor()
    await act(view)
    expect(dialogs).toEqual([])
    expect(requests).toEqual([])
    expect(view.page.url()).toBe(`${world.hostUrl}/`)
    expect(view.page.context().pages()).toHaveLength(1)
    const kinds = new Set((await view.events()).map(({ kind }) => kind))
    expect([...kinds].filter((kind) => /open-link|message|error|tool-call/.test(kind))).toEqual([])
    await view.close()
  }

  it('that is a page runs, loads, sends and leaves nothing, even when its links are pressed', () =>
    use('html', async ({ frame }) => {
      const page = frame.frameLocator('iframe.page')
      for (const id of ['#top', '#code', '#own']) await page.locator(id).click()
      await page.locator('#own').waitFor()
      await page.getByRole('button', { name: 'Send' }).click()
      await page.locator('#own').waitFor()
    }))

  it('that is a drawing is drawn without its scripts', () =>
    use('svg', async ({ frame }) => {
      const box = await frame.getByRole('img', { name: 'svg' }).boundingBox()
      expect(box).toMatchObject({ width: 40, height: 30 })
      expect(await frame.locator('svg').count()).toBe(0)
    }))

  it('that is text stays text, and its directions stay in their lines', () =>
    use('text', async ({ frame }) => {
      await frame.locator('.line', { hasText: 'onerror' }).waitFor()
      expect(await frame.locator('.lines img, .lines script, .lines a').count()).toBe(0)
      expect(await frame.locator('.line span').nth(1).textContent()).toBe(RTL)
    }))

  it('that is JSON shows its members, whatever their names', () =>
    use('json', async ({ frame }) => {
      for (const name of ['__proto__', 'polluted', 'constructor', 'hasOwnProperty', 'onerror'])
        await frame.getByRole('treeitem', { name }).first().waitFor()
      expect(await frame.locator('.tree img, .tree a').count()).toBe(0)
      expect(await frame.evaluate('({}).polluted')).toBeUndefined()
    }))

  it.each<[string, object]>([
    ['a text', { contentType: 'text/plain', text: 'x'.repeat(5_000_000) }],
    ['a page', { contentType: 'text/html', text: `<p>${'x'.repeat(5_000_000)}` }],
    ['a value', { contentType: 'application/json', value: { a: 'x'.repeat(5_000_000) } }],
    ['a name', { contentType: 'application/json', value: { ['x'.repeat(5_000_000)]: 1 } }],
    ['a type', { contentType: 'x'.repeat(5_000_000), note: '' }],
  ])('with 5 MB in %s is shown in part', (_, result) =>
    use(
      'large',
      async ({ frame }) => {
        const shown = await frame.evaluate('document.body.innerText.length')
        expect(shown).toBeLessThan(20_000)
      },
      { content: [], structuredContent: { ...result } },
    ),
  )

  it('of 10,000 levels is shown, searched and opened', () =>
    use(
      'deep',
      async ({ frame }) => {
        await frame.getByRole('treeitem').first().waitFor()
        await frame.getByRole('searchbox').fill('bottom')
        await frame.getByText('1 of 1', { exact: true }).waitFor()
        await frame.getByText(/^Rows 9,951 to/).waitFor()
        expect(await frame.locator('.tree-row[aria-selected=true]').textContent()).toContain(
          'bottom',
        )
      },
      { content: [{ type: 'text', text: DEEP }] },
    ))
})
