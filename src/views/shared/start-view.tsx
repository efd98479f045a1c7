import './theme.css'
import './base.css'
import { type ComponentChildren, render as draw } from 'preact'
import { Bridge, type BridgeEvents } from './bridge.ts'
import { Host } from './host.ts'
import { ViewFrame, Waiting } from './parts/view-frame.tsx'
import { watchHeight } from './size.ts'
import { applyHostContext } from './theme.ts'
import { HostOfView } from './use-host.ts'
import { messageOf } from './values.ts'
import { createViewState, type ReadCall, type ViewState } from './view-state.ts'
import { openWindowPort } from './window-port.ts'

/** How long a host has to answer before the page says that it does not. */
const HOST_TIMEOUT_MS = 5000

const NO_HOST =
  'This client does not answer the view, so there is nothing to show here. The result is in the conversation as text.'

/** What a view draws from. */
export interface ViewProps<Value> {
  /** The structured result of the tool. */
  result: Value
  /** What the model reads of it. */
  text: string
  /** The other blocks of the result as they arrived: images, links to resources. */
  attachments: Record<string, unknown>[]
  /** The arguments of the call. */
  args: Record<string, unknown>
  host: Host
}

export interface ViewOptions<Value> {
  /** The name of the view, such as `run`. */
  name: string
  /** The names of the tools whose results it shows. */
  tools: readonly string[]
  /** Tells whether a value has the form of a result that this view shows. */
  isResult: (value: unknown) => value is Value
  /** Returns a call that reads the result again, for hosts that pass on a text alone. It must only read. */
  readAgain?: (args: Record<string, unknown>, text: string) => ReadCall | undefined
  render: (props: ViewProps<Value>) => ComponentChildren
}

/**
 * Starts a view in the page: connects to the host, waits for the result, and draws it. The page is never blank: it
 * says that it waits, that the call failed or was cancelled, or that the host does not answer. Loading starts
 * nothing: a reload gets the old result from the host.
 */
export function startView<Value>(options: ViewOptions<Value>): void {
  const page = new ViewPage(options, document.body.appendChild(document.createElement('main')))
  void page.connect()
}

class ViewPage<Value> {
  readonly #options: ViewOptions<Value>
  readonly #root: HTMLElement
  readonly #early: Record<string, unknown>[] = []
  #host: Host | undefined
  #view: ViewState<Value> | undefined
  #failure: string | undefined
  #stopWatching = () => {}

  constructor(options: ViewOptions<Value>, root: HTMLElement) {
    this.#options = options
    this.#root = root
    this.#draw()
  }

  async connect(): Promise<void> {
    const late = setTimeout(() => this.#fail(NO_HOST), HOST_TIMEOUT_MS)
    const { name, tools } = this.#options
    const { promise, resolve } = deferred<Host>()
    const bridge = new Bridge(openWindowPort(), this.#eventsFor(promise))
    try {
      const answer = await bridge.connect({
        name: `apify-agent-tools-${name}`,
        version: __VERSION__,
      })
      const host = new Host(bridge, answer, tools)
      host.onChange(() => applyHostContext(host.context))
      for (const changed of this.#early) host.updateContext(changed)
      applyHostContext(host.context)
      this.#stopWatching = watchHeight((height) => bridge.reportHeight(height))
      this.#host = host
      resolve(host)
      this.#fail(undefined)
    } catch (error) {
      this.#fail(`The client did not accept this view: ${messageOf(error)}`)
    }
    clearTimeout(late)
  }

  #eventsFor(connected: Promise<Host>): BridgeEvents {
    const { isResult, readAgain } = this.#options
    const state = createViewState<Value>({
      isResult,
      readAgain: (args, text) => readAgain?.(args, text),
      call: async ({ tool, args }) => (await connected).read(tool, args, isResult),
      onChange: (view) => {
        this.#view = view
        this.#draw()
      },
    })
    return {
      onPartialInput: (args) => state.takeInput(args, false),
      onInput: (args) => state.takeInput(args, true),
      onResult: (result) => state.takeResult(result),
      onCancelled: (reason) => state.takeCancelled(reason),
      onContext: (changed) => this.#takeContext(changed),
      onTeardown: () => {
        this.#host?.end()
        this.#stopWatching()
      },
    }
  }

  #takeContext(changed: Record<string, unknown>): void {
    if (this.#host) this.#host.updateContext(changed)
    else this.#early.push(changed)
  }

  #fail(text: string | undefined): void {
    this.#failure = text
    this.#draw()
  }

  #draw(): void {
    const host = this.#host
    const view = this.#view
    const { render } = this.#options
    const page = host ? (
      <HostOfView.Provider value={host}>
        <ViewFrame view={view}>
          {({ value, text, attachments }, args) =>
            render({ result: value, text, attachments, args, host })
          }
        </ViewFrame>
      </HostOfView.Provider>
    ) : (
      <Waiting failure={this.#failure} />
    )
    draw(page, this.#root)
  }
}

function deferred<Value>() {
  let resolve: (value: Value) => void = () => {}
  const promise = new Promise<Value>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
