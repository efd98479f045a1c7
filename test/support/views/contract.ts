import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/client'
import type {
  McpUiResourceCsp,
  McpUiResourcePermissions,
  McpUiTheme,
} from '@modelcontextprotocol/ext-apps/app-bridge'

/** How the host departs from one that follows the specification in full. Each is off by default. */
export interface Quirks {
  /** Results reach the view without `structuredContent`. */
  dropStructuredContent?: boolean
  /** Results reach the view without `_meta`. */
  dropMeta?: boolean
  /** `ui/initialize` gets no answer. */
  neverInitialize?: boolean
  /** The view may not call tools: the capability is missing, and calls fail. */
  noServerTools?: boolean
  /** Links cannot be opened: the capability is missing, and requests fail. */
  noOpenLinks?: boolean
  /** Files cannot be downloaded: the capability is missing, and requests fail. */
  noDownloadFile?: boolean
  /** `ui/open-link` is answered with `isError`. */
  denyOpenLink?: boolean
  /** `ui/open-link` gets no answer. */
  ignoreOpenLink?: boolean
  /** `toolInfo` names the tool with this prefix, such as `mcp__apify__`. */
  toolNamePrefix?: string
  /** The input and the result are sent before the answer to `ui/initialize`. */
  resultBeforeInitialized?: boolean
  /** The host context has neither a theme nor style variables. */
  noTheme?: boolean
  /** The host context has a theme, but no style variables. */
  noStyleVariables?: boolean
  /** The call is cancelled when the view is initialized. The view gets no result. */
  cancelCall?: boolean
}

/** A view's page, with what its resource asks of the host. */
export interface ViewPage {
  html: string
  csp?: McpUiResourceCsp
  permissions?: McpUiResourcePermissions
}

/** A tool call whose view the host shows. */
export interface ViewRequest {
  tool: string
  args?: Record<string, unknown>
  quirks?: Quirks
  /** Light by default. */
  theme?: McpUiTheme
  /** The width of the view in CSS pixels; 800 by default. */
  width?: number
  /** Shown in place of the view that the server names for the tool. */
  view?: ViewPage
  /** Sent to the view in place of a real result. The tool is not called. */
  result?: CallToolResult
}

/** What the view asked of the host, or the host told the view, in order. */
export type ViewEvent =
  | { kind: 'initialized' | 'input-sent' | 'cancelled-sent' | 'torn-down' }
  | { kind: 'result-sent'; isError: boolean }
  /** A call by the view, as it was sent. */
  | { kind: 'tool-call'; name: string; arguments: Record<string, unknown> }
  | { kind: 'tool-answer'; name: string; isError: boolean }
  | { kind: 'resource-read'; uri: string }
  | { kind: 'open-link'; url: string }
  | { kind: 'download'; contents: DownloadedFile[] }
  /** In CSS pixels. */
  | { kind: 'size'; width?: number; height?: number }
  | { kind: 'message' | 'model-context'; content: ContentBlock[] }
  | { kind: 'log'; level: string; data: unknown }
  | { kind: 'display-mode'; mode: string }
  /** A message from the view that is not part of the protocol, or a request that failed. */
  | { kind: 'error'; message: string }

/** A file that the view gave the host: its address, and its text or base64, unless it is a link. */
export interface DownloadedFile {
  uri: string
  mimeType?: string
  text?: string
  blob?: string
}

/** What `window.viewHost` offers tests. */
export interface ViewHost {
  /** Calls the tool and shows its view. Resolves when the view's page has been handed to the sandbox. */
  show(request: ViewRequest): Promise<void>
  readonly events: ViewEvent[]
  setTheme(theme: McpUiTheme): void
  /** Sets the width of the view in CSS pixels. */
  setWidth(width: number): void
  /** Cancels the call that the view belongs to. */
  cancel(): void
  /** Asks the view to end, waits for its answer and removes it. */
  teardown(): Promise<void>
}

/** A call that the host page proposes. */
export interface Example {
  title: string
  tool: string
  args: Record<string, unknown>
}
