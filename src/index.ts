/**
 * The server inside a program of your own. These types stand alone: they name no type of another
 * package, so they read the same whatever else is installed.
 */

/** The options of `createServer`, named like the flags. Only proxies are read from the environment. */
export interface CreateServerOptions {
  /** An Apify API token. Without one (and without `baseUrl`) Actors run on this computer. */
  token?: string | undefined
  /** The URL of another server with the same API. Default: Apify's own. */
  baseUrl?: string | undefined
  /** Use the embedded local platform: `true`, or the folder for its data. */
  local?: boolean | string | undefined
  /** Folders of Actor projects that the local platform may run. Default: the included Actor. */
  actors?: readonly string[] | undefined
  /** Tools or toolsets to offer. Default: the toolsets of `default`. */
  tools?: readonly string[] | undefined
  /** Offer each of these Actors as a tool of its own, with its input as arguments. */
  actorTools?: readonly string[] | undefined
  /** Offer only tools that change nothing. */
  readOnly?: boolean | undefined
  /** The budget of one result, from 500 to 25000 tokens. Default: 8000. */
  maxResultTokens?: number | undefined
  /** Sites that `search_docs` and `read_docs` read: https hosts or addresses of `llms.txt`. Default: `docs.apify.com`. */
  docs?: readonly string[] | undefined
  /**
   * Maximum cost of a run, in US dollars. Sent as `maxTotalChargeUsd` if a call gives none; calls
   * that ask for more are rejected.
   */
  maxRunCostUsd?: number | undefined
  /** Run, schedule and build no other Actors than these: `user/name`, `user/*` or an id. */
  allowActors?: readonly string[] | undefined
  /** Never run, schedule or build these Actors, even if `allowActors` names them. */
  denyActors?: readonly string[] | undefined
  /**
   * What all runs together may cost as long as this server lives, in US dollars. While a run goes on, its
   * `maxTotalChargeUsd` is reserved.
   */
  maxTotalCostUsd?: number | undefined
  /** How many runs may be started as long as this server lives. */
  maxRuns?: number | undefined
  /** Let each call pay for its run, without an account. Uses the cloud, also without a token. */
  payments?: 'x402' | 'skyfire' | undefined
  /** Ask the person before calls that start runs (`paid`), change data (`write`), or both. */
  confirm?: readonly ('paid' | 'write')[] | undefined
  /** What happens to such a call if nobody can be asked. Default: `refuse`. */
  confirmFallback?: 'refuse' | 'allow' | undefined
  /** Offer `export_items`, which writes files into this folder and nowhere else. */
  downloadDir?: string | undefined
  /** Let `push_dataset_items` and `put_record` read files of this folder (`file`), and no others. */
  uploadDir?: string | undefined
  /** Whether results carry `structuredContent` beside the text. Default: true. */
  structured?: boolean | undefined
  /** Show results in views (MCP Apps): to clients that declare the extension, to all, or to none. Default: `auto`. */
  views?: 'auto' | 'on' | 'off' | undefined
  /** The least important lines that `log` receives; `debug` adds calls and their requests. Default: `info`. */
  logLevel?:
    | 'debug'
    | 'info'
    | 'notice'
    | 'warning'
    | 'error'
    | 'critical'
    | 'alert'
    | 'emergency'
    | undefined
  /** Append one JSON line to this file for each call that changes data or starts a run. */
  auditLog?: string | undefined
  /** Send traces and metrics by the OpenTelemetry SDK that your program has registered. */
  otel?: boolean | undefined
  /** Receives lines for the operator, without tokens. Default: they are dropped. */
  log?: ((line: string) => void) | undefined
}

/** The former name of `CreateServerOptions`. */
export type ServerOptions = CreateServerOptions

/** A tool as `tools/list` of MCP shows it; the schemas are JSON Schema. */
export interface ToolDefinition {
  name: string
  title: string
  description: string
  inputSchema: { type: 'object'; [keyword: string]: unknown }
  outputSchema?: { type: 'object'; [keyword: string]: unknown }
  annotations: {
    readOnlyHint: boolean
    destructiveHint: boolean
    idempotentHint: boolean
    openWorldHint: boolean
  }
}

/** A tool of the registry. */
export interface RegisteredTool extends ToolDefinition {
  toolset: 'actors' | 'runs' | 'storage' | 'automation' | 'docs' | 'develop' | 'dynamic'
  /** What the server needs for it: the option `downloadDir`, or a list of tools that may change. */
  needs?: 'downloads' | 'list-changes'
}

export type ContentBlock =
  | { type: 'text'; text: string }
  | { type: 'image'; data: string; mimeType: string }
  | { type: 'resource'; resource: { uri: string; mimeType: string; blob: string } }
  | { type: 'resource_link'; uri: string; name: string; mimeType: string; size?: number }

/** The result of a call, as in MCP. A failure is a text for the model, with `isError`. */
export interface CallResult {
  content: ContentBlock[]
  structuredContent?: Record<string, unknown>
  isError?: boolean
  /** With `payments`: what became of the payment (`x402/payment-response`). */
  _meta?: Record<string, unknown>
}

export interface CallOptions {
  /** Ends the call. A run that it started continues, and the result says how to follow it. */
  signal?: AbortSignal | undefined
  /** Receives messages about a run in progress. With it, a call may wait longer. */
  onProgress?: ((message: string) => void) | undefined
  /** Asks the person a question of `confirm`. Resolves to whether they agree. */
  onQuestion?: ((question: string) => Promise<boolean>) | undefined
  /** The `_meta` of the call, which may hold a payment (`x402/payment`). */
  meta?: Record<string, unknown> | undefined
}

/** Carries JSON-RPC messages. Every transport of the MCP SDKs is one. */
export interface Transport {
  start(): Promise<void>
  send(message: object): Promise<void>
  close(): Promise<void>
  onmessage?(message: object): void
  onclose?(): void
  onerror?(error: Error): void
}

export interface AgentToolsServer {
  /**
   * The offered tools. One of `actorTools` that takes over 3 s to be read joins them later, and
   * `add_actor_tool` adds others.
   */
  readonly tools: readonly ToolDefinition[]
  /** What a model should know about the tools as a whole, for its system prompt. */
  readonly instructions: string
  /**
   * Calls a tool.
   * @param args arguments that match the tool's input schema
   * @returns the result; failures are results with `isError`
   * @throws {Error} if the server is closed
   */
  callTool(name: string, args?: object, options?: CallOptions): Promise<CallResult>
  /** Serves one MCP client on a transport, in the MCP version of that client. */
  connect(transport: Transport): Promise<void>
  /** Ends calls, connections, and the local platform with its runs. */
  close(): Promise<void>
}

/** Set by the build, as JSON. */
declare const __TOOLS__: string

/** All tools, in listing order. */
export const tools: readonly RegisteredTool[] = JSON.parse(__TOOLS__)

/**
 * Creates a server. Nothing is started or connected before the first call, except that the Actors
 * of `actorTools` are read.
 * @throws {Error} that names the wrong option and what it takes
 * @example
 * const server = await createServer({ token, readOnly: true })
 * const result = await server.callTool('get_run', { runId })
 */
export async function createServer(options: CreateServerOptions = {}): Promise<AgentToolsServer> {
  // Loaded here, so that programs that only read `tools` do not wait for the code that runs them.
  const { createEmbeddedServer } = await import('./app/embedded-server.ts')
  return createEmbeddedServer(options)
}
