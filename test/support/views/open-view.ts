import type { Browser, Frame, Page } from 'playwright-core'
import { launchChromium } from './browser.ts'
import type { ViewEvent, ViewHost, ViewRequest } from './contract.ts'
import { type HostServer, startHost } from './host-server.ts'
import { type Platform, startPlatform } from './platform.ts'
import { examplesOf, type Seeded } from './seed.ts'

/** A view in the host page, as a test uses it. */
export interface OpenView {
  /** The host page. */
  page: Page
  /** The frame of the view itself, inside the sandbox proxy. */
  frame: Frame
  /** Returns what happened between the view and the host so far. */
  events(): Promise<ViewEvent[]>
  /** Waits for an event of a kind, and returns the first `count` of them. */
  waitForEvents<Kind extends ViewEvent['kind']>(
    kind: Kind,
    count?: number,
  ): Promise<Extract<ViewEvent, { kind: Kind }>[]>
  setTheme(theme: 'light' | 'dark'): Promise<void>
  setWidth(width: number): Promise<void>
  cancel(): Promise<void>
  teardown(): Promise<void>
  /** Closes the host page without a word to the view. */
  close(): Promise<void>
}

/** A seeded platform with a server, a host and a browser, which the tests of a file share. */
export interface ViewWorld {
  seeded: Seeded
  /** The address of the MCP server. */
  serverUrl: string
  /** The address of the host page. */
  hostUrl: string
  browser: Browser
  /** Shows the view of a tool call in a host page of its own. */
  openView(request: ViewRequest): Promise<OpenView>
  close(): Promise<void>
}

/** Starts all parts. Close them after the tests, as with `afterAll`. */
export async function startViewWorld(flags: string[] = []): Promise<ViewWorld> {
  const ends: (() => Promise<void>)[] = []
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end()
  }
  try {
    const platform: Platform = await startPlatform(flags)
    ends.push(platform.close)
    const host: HostServer = await startHost(platform.url, examplesOf(platform.seeded))
    ends.push(host.close)
    const browser = await launchChromium()
    ends.push(() => browser.close())
    const { seeded, url: serverUrl } = platform
    const openView = (request: ViewRequest) => openIn(browser, host.url, request)
    return { seeded, serverUrl, hostUrl: host.url, browser, openView, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Runs in the host page. */
const viewHost = () => (globalThis as unknown as { viewHost: ViewHost }).viewHost

async function openIn(browser: Browser, hostUrl: string, request: ViewRequest): Promise<OpenView> {
  const page = await browser.newPage({ viewport: { width: 1000, height: 900 } })
  await page.goto(hostUrl)
  await page.waitForFunction(() => 'viewHost' in globalThis)
  await page.evaluate(
    (one) => (globalThis as unknown as { viewHost: ViewHost }).viewHost.show(one),
    request,
  )
  const outer = await page.locator('#view iframe').elementHandle()
  const inner = await (await outer?.contentFrame())?.waitForSelector('iframe', {
    state: 'attached',
  })
  const frame = await inner?.contentFrame()
  if (!frame) throw new Error('The sandbox proxy has no frame.')
  await frame.waitForLoadState()
  const host = await page.evaluateHandle(viewHost)
  const events = () => host.evaluate(({ events: list }) => [...list])
  return {
    page,
    frame,
    events,
    async waitForEvents<Kind extends ViewEvent['kind']>(kind: Kind, count = 1) {
      const isKind = (event: ViewEvent): event is Extract<ViewEvent, { kind: Kind }> =>
        event.kind === kind
      await page.waitForFunction(
        ([wanted, least]) =>
          (globalThis as unknown as { viewHost: ViewHost }).viewHost.events.filter(
            (event) => event.kind === wanted,
          ).length >= Number(least),
        [kind, count],
      )
      return (await events()).filter(isKind).slice(0, count)
    },
    setTheme: (theme) => host.evaluate((one, wanted) => one.setTheme(wanted), theme),
    setWidth: (width) => host.evaluate((one, wanted) => one.setWidth(wanted), width),
    cancel: () => host.evaluate((one) => one.cancel()),
    teardown: () => host.evaluate((one) => one.teardown()),
    close: () => page.close(),
  }
}
