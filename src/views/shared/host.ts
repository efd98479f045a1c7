import type { Bridge, DownloadFile } from './bridge.ts'
import { type HostContext, readHostContext } from './host-context.ts'
import { RequestError, type RequestOptions } from './json-rpc.ts'
import { isMissingTool, ownToolName, prefixOf } from './tool-names.ts'
import { type ReadValue, readToolResult } from './tool-result.ts'
import { isRecord } from './values.ts'

/** Says that the host or the tool answered in a form that the view cannot show. */
const UNREADABLE = 'The client passed on an answer that this view cannot read.'

/** The host as views use it: what it can do, what it says about itself, and the tools behind it. */
export class Host {
  readonly #bridge: Bridge
  readonly #capabilities: Record<string, unknown>
  readonly #tools: readonly string[]
  readonly #missing = new Set<string>()
  readonly #listeners = new Set<() => void>()
  readonly #end = new AbortController()
  #rawContext: Record<string, unknown>
  #context: HostContext

  /** @param tools the names of the tools whose results the view shows */
  constructor(
    bridge: Bridge,
    host: { capabilities: Record<string, unknown>; context: Record<string, unknown> },
    tools: readonly string[],
  ) {
    this.#bridge = bridge
    this.#capabilities = host.capabilities
    this.#tools = tools
    this.#rawContext = host.context
    this.#context = readHostContext(host.context)
  }

  get context(): HostContext {
    return this.#context
  }

  /** Is aborted when the host removes the view. Polling and calls end with it. */
  get ended(): AbortSignal {
    return this.#end.signal
  }

  get canOpenLinks(): boolean {
    return isRecord(this.#capabilities.openLinks)
  }

  get canDownload(): boolean {
    return isRecord(this.#capabilities.downloadFile)
  }

  get canSendMessages(): boolean {
    return isRecord(this.#capabilities.message)
  }

  get canReadResources(): boolean {
    return isRecord(this.#capabilities.serverResources)
  }

  /**
   * Tells whether a control that calls this tool is of use: not if it is not listed, or an earlier call said that there
   * is no such tool.
   */
  canCall(tool: string): boolean {
    const isAbsent = this.#missing.has(tool) || this.#context.absentTools.includes(tool)
    return isRecord(this.#capabilities.serverTools) && !isAbsent
  }

  /**
   * Calls a tool by the server's own name and returns its structured result.
   * @param isValue tells whether a value has the form of the tool's result
   * @throws {RequestError} with a plain text if the tool fails, is not listed, or answers in another form
   */
  async call<Value>(
    tool: string,
    args: Record<string, unknown>,
    isValue: (value: unknown) => value is Value,
    options: RequestOptions = {},
  ): Promise<Value> {
    return (await this.read(tool, args, isValue, options)).value
  }

  /** Calls a tool as `call` does, and returns what is attached to its result too. */
  async read<Value>(
    tool: string,
    args: Record<string, unknown>,
    isValue: (value: unknown) => value is Value,
    options: RequestOptions = {},
  ): Promise<ReadValue<Value>> {
    if (this.#context.absentTools.includes(tool)) throw new RequestError(`${tool} is not offered.`)
    const signals = [this.ended, options.signal].filter((signal) => signal !== undefined)
    const settings = { ...options, signal: AbortSignal.any(signals) }
    const raw = await this.#callByEitherName(tool, args, settings)
    const result = readToolResult(raw, isValue)
    if (result.kind === 'value') return result
    throw new RequestError(result.text || UNREADABLE)
  }

  /** Reads a resource of the server; returns its ReadResourceResult. */
  readResource(uri: string, options?: RequestOptions): Promise<Record<string, unknown>> {
    return this.#bridge.readResource(uri, options)
  }

  openLink(url: string): Promise<boolean> {
    return this.#bridge.openLink(url)
  }

  downloadFile(file: DownloadFile): Promise<boolean> {
    return this.#bridge.downloadFile(file)
  }

  sendMessage(text: string): Promise<boolean> {
    return this.#bridge.sendMessage(text)
  }

  /** Calls back when the context or what can be called has changed; returns what stops it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  updateContext(changed: Record<string, unknown>): void {
    this.#rawContext = { ...this.#rawContext, ...changed }
    this.#context = readHostContext(this.#rawContext)
    this.#announce()
  }

  end(): void {
    this.#end.abort()
  }

  /** A host may know our tools by longer names. A call of a tool that is not there did nothing, so it may be repeated. */
  async #callByEitherName(tool: string, args: Record<string, unknown>, options: RequestOptions) {
    try {
      return await this.#callNamed(tool, args, options)
    } catch (error) {
      if (!isMissingTool(error)) throw error
      const prefix = this.#prefix()
      try {
        if (prefix) return await this.#callNamed(`${prefix}${tool}`, args, options)
      } catch (second) {
        if (!isMissingTool(second)) throw second
      }
      this.#missing.add(tool)
      this.#announce()
      throw error
    }
  }

  async #callNamed(name: string, args: Record<string, unknown>, options: RequestOptions) {
    const raw = await this.#bridge.callTool(name, args, options)
    const { kind, text } = readToolResult(raw, isRecord)
    if (kind !== 'error') return raw
    const failure = new RequestError(text)
    if (isMissingTool(failure)) throw failure
    return raw
  }

  #prefix(): string | undefined {
    const { toolName } = this.#context
    const own = ownToolName(toolName, this.#tools)
    return toolName && own ? prefixOf(toolName, own) : undefined
  }

  #announce(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}
