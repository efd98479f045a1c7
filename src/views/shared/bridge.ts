import type {
  McpUiDisplayMode,
  McpUiInitializeRequest,
  McpUiInitializeResult,
} from '@modelcontextprotocol/ext-apps'
import { type Handlers, Peer, type Port, type RequestOptions } from './json-rpc.ts'
import { numberOf, recordOf, textOf } from './values.ts'

type MaybePromise = Promise<void> | void

/** What a host tells a view, set before the view connects so that nothing is missed. */
export interface BridgeEvents {
  /** The arguments of the call, while the model still writes them. */
  onPartialInput(args: Record<string, unknown>): void
  /** The complete arguments of the call. */
  onInput(args: Record<string, unknown>): void
  /** A result of the tool, as it arrived (CallToolResult). */
  onResult(result: Record<string, unknown>): void
  onCancelled(reason: string | undefined): void
  /** The members of the host's context that have changed. */
  onContext(changed: Record<string, unknown>): void
  /** The host is about to remove the view. It waits for the returned promise. */
  onTeardown(): MaybePromise
}

/** A file that a person saves: a text, or bytes in base64. */
export type DownloadFile = { name: string; mimeType: string } & (
  | { text: string }
  | { blob: string }
)

/** The revision of MCP Apps (SEP-1865) that this speaks. */
const PROTOCOL_VERSION = '2026-01-26'
const DISPLAY_MODES: McpUiDisplayMode[] = ['inline', 'fullscreen']

/**
 * Speaks the messages of MCP Apps with the host of a view. Requests reject with a RequestError, whose message is
 * plain text.
 */
export class Bridge {
  readonly #peer: Peer

  constructor(port: Port, events: BridgeEvents) {
    this.#peer = new Peer(port, handlersOf(events))
  }

  /**
   * Says hello to the host.
   * @param app the name and version of the view
   * @returns what the host can do and where it shows the view
   */
  async connect(app: { name: string; version: string }, options?: RequestOptions) {
    const params: McpUiInitializeRequest['params'] = {
      protocolVersion: PROTOCOL_VERSION,
      appInfo: app,
      appCapabilities: { availableDisplayModes: DISPLAY_MODES },
    }
    const raw = recordOf(await this.#peer.request('ui/initialize', { ...params }, options))
    const result: Partial<Record<keyof McpUiInitializeResult, unknown>> = raw
    this.#peer.notify('ui/notifications/initialized')
    return {
      capabilities: recordOf(result.hostCapabilities),
      context: recordOf(result.hostContext),
    }
  }

  /** Calls a tool of the server through the host; returns its CallToolResult. */
  async callTool(name: string, args: Record<string, unknown>, options?: RequestOptions) {
    return recordOf(await this.#peer.request('tools/call', { name, arguments: args }, options))
  }

  /** Reads a resource of the server through the host; returns its ReadResourceResult. */
  async readResource(uri: string, options?: RequestOptions) {
    return recordOf(await this.#peer.request('resources/read', { uri }, options))
  }

  /** Asks the host to open an address. Returns whether it did. */
  openLink(url: string): Promise<boolean> {
    return this.#ask('ui/open-link', { url })
  }

  /** Asks the host to save a file. Returns whether it did. */
  downloadFile({ name, ...content }: DownloadFile): Promise<boolean> {
    const resource = { uri: `file:///${encodeURIComponent(name)}`, ...content }
    return this.#ask('ui/download-file', { contents: [{ type: 'resource', resource }] })
  }

  /** Asks the host to put a text into the conversation as the person's. Returns whether it did. */
  sendMessage(text: string): Promise<boolean> {
    return this.#ask('ui/message', { role: 'user', content: [{ type: 'text', text }] })
  }

  /** Tells the host the height that the view needs, in pixels. The width is the host's own. */
  reportHeight(height: number): void {
    if (numberOf(height) !== undefined) {
      this.#peer.notify('ui/notifications/size-changed', { height })
    }
  }

  /** Takes no more messages. */
  close(): void {
    this.#peer.close()
  }

  async #ask(method: string, params: Record<string, unknown>): Promise<boolean> {
    return recordOf(await this.#peer.request(method, params)).isError !== true
  }
}

function handlersOf(events: BridgeEvents): Handlers {
  return {
    requests: {
      ping: () => ({}),
      'ui/resource-teardown': async () => {
        await events.onTeardown()
        return {}
      },
    },
    notifications: {
      'ui/notifications/tool-input-partial': (params) =>
        events.onPartialInput(recordOf(params.arguments)),
      'ui/notifications/tool-input': (params) => events.onInput(recordOf(params.arguments)),
      'ui/notifications/tool-result': (params) => events.onResult(params),
      'ui/notifications/tool-cancelled': (params) => events.onCancelled(textOf(params.reason)),
      'ui/notifications/host-context-changed': (params) => events.onContext(params),
    },
  }
}
