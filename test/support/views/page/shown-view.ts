import type { CallToolResult, Client, Tool } from '@modelcontextprotocol/client'
import {
  AppBridge,
  buildAllowAttribute,
  type McpUiHostContext,
  type McpUiTheme,
  PostMessageTransport,
} from '@modelcontextprotocol/ext-apps/app-bridge'
import type { Quirks, ViewEvent, ViewPage, ViewRequest } from '../contract.ts'
import { answerView, capabilitiesOf, toView } from './answer-view.ts'
import { themeContext } from './theme.ts'

const SANDBOX = 'allow-scripts allow-same-origin'

export interface ViewParts {
  client: Client
  tool: Tool
  view: ViewPage
  /** The result of the call, which may still be under way. */
  result: Promise<CallToolResult>
  /** Ends the call. */
  abort: AbortController
  /** Where the frame goes. */
  place: HTMLElement
  /** The address of the sandbox proxy. */
  sandboxUrl: string
  record(event: ViewEvent): void
}

/** A view in its sandbox, with the bridge that speaks with it. */
export class ShownView {
  readonly frame = document.createElement('iframe')
  private readonly parts: ViewParts
  private readonly quirks: Quirks
  private readonly bridge: AppBridge
  private readonly request: ViewRequest
  private isCancelled = false

  constructor(parts: ViewParts, request: ViewRequest) {
    this.parts = parts
    this.request = request
    this.quirks = request.quirks ?? {}
    const width = request.width ?? 800
    this.frame.title = `View of ${parts.tool.name}`
    this.frame.style.width = `${width}px`
    this.bridge = new AppBridge(
      null,
      { name: 'view-host', version: '1.0.0' },
      capabilitiesOf(this.quirks, parts.view),
      { hostContext: this.contextOf(request.theme ?? 'light', width) },
    )
    answerView(this.bridge, parts.client, this.quirks, parts.record)
  }

  /** Puts the frame into the page. Resolves when the sandbox proxy has the view's page. */
  async open(): Promise<void> {
    const { view, place, sandboxUrl, record } = this.parts
    const allow = buildAllowAttribute(view.permissions)
    this.frame.setAttribute('sandbox', SANDBOX)
    this.frame.setAttribute('allow', allow)
    this.frame.referrerPolicy = 'origin'
    place.replaceChildren(this.frame)
    const ready = new Promise<void>((resolve) => {
      this.bridge.onsandboxready = () => resolve()
    })
    this.bridge.onsizechange = (size) => {
      record({ kind: 'size', ...size })
      if (size.height !== undefined) this.frame.style.height = `${size.height}px`
    }
    this.bridge.oninitialized = () => {
      record({ kind: 'initialized' })
      if (this.quirks.cancelCall) void this.cancel()
      else if (!this.quirks.resultBeforeInitialized) void this.sendCall()
    }
    await this.connect()
    const url = new URL(sandboxUrl)
    url.searchParams.set('csp', JSON.stringify(view.csp ?? {}))
    url.searchParams.set('allow', allow)
    this.frame.src = url.href
    await ready
    await this.bridge.sendSandboxResourceReady({ ...view, sandbox: SANDBOX })
  }

  setTheme(theme: McpUiTheme): void {
    this.bridge.sendHostContextChange(themeContext(theme, this.quirks))
  }

  setWidth(width: number): void {
    this.frame.style.width = `${width}px`
    this.bridge.sendHostContextChange({ containerDimensions: { width, maxHeight: MAX_HEIGHT } })
  }

  /** Tells the view that the call was cancelled. A result that comes later is not sent. */
  async cancel(): Promise<void> {
    this.isCancelled = true
    this.parts.abort.abort()
    await this.bridge.sendToolCancelled({ reason: 'user action' })
    this.parts.record({ kind: 'cancelled-sent' })
  }

  /** Asks the view to end, and removes its frame when it has answered. */
  async close(): Promise<void> {
    await this.bridge.teardownResource({})
    this.parts.record({ kind: 'torn-down' })
    await this.remove()
  }

  /** Removes the frame without a word to the view. */
  async remove(): Promise<void> {
    this.isCancelled = true
    await this.bridge.close()
    this.frame.remove()
  }

  private contextOf(theme: McpUiTheme, width: number): McpUiHostContext {
    const { tool } = this.parts
    return {
      ...themeContext(theme, this.quirks),
      toolInfo: { tool: { ...tool, name: `${this.quirks.toolNamePrefix ?? ''}${tool.name}` } },
      displayMode: 'inline',
      availableDisplayModes: ['inline'],
      containerDimensions: { width, maxHeight: MAX_HEIGHT },
      locale: 'en-GB',
      timeZone: 'UTC',
      platform: 'web',
    }
  }

  /** Connects the bridge to the frame, with the quirks that concern single messages. */
  private async connect(): Promise<void> {
    const target = this.frame.contentWindow
    if (!target) throw new Error('The frame has no window.')
    const transport = new PostMessageTransport(target, target)
    await this.bridge.connect(transport)
    const receive = transport.onmessage
    transport.onerror = ({ message }) => this.parts.record({ kind: 'error', message })
    transport.onmessage = async (message, extra) => {
      if ('method' in message && message.method === 'ui/initialize') {
        if (this.quirks.neverInitialize) return
        if (this.quirks.resultBeforeInitialized) await this.sendCall()
      }
      receive?.(message, extra)
    }
  }

  private async sendCall(): Promise<void> {
    const { record, result } = this.parts
    await this.bridge.sendToolInput({ arguments: this.request.args ?? {} })
    record({ kind: 'input-sent' })
    const answer = await result.catch(() => undefined)
    if (this.isCancelled) return
    // A call that failed in the protocol has no result. The view must not wait for one.
    if (!answer) return this.cancel()
    const sent = toView(answer, this.quirks)
    await this.bridge.sendToolResult(sent)
    record({ kind: 'result-sent', isError: sent.isError === true })
  }
}

/** The height that the view may have, in CSS pixels. */
const MAX_HEIGHT = 6000
