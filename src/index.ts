/**
 * The server in the process of a program of your own. These types stand alone: they name no type of
 * another package, so that they read the same whatever else is installed.
 */

/** Options are named like the flags of the program. The environment is read for proxies only. */
export interface CreateServerOptions {
  /** An Apify API token. Without one (and without `baseUrl`) Actors run on this computer. */
  token?: string | undefined
  /** Another server of the same API. Default: Apify's own. */
  baseUrl?: string | undefined
  /** Use the embedded local platform: `true`, or the folder of its data. */
  local?: boolean | string | undefined
  /** Folders of Actor projects that the local platform may run. Default: the included Actor. */
  actors?: readonly string[] | undefined
  /** Tools or toolsets (`runs`, `storage`, `actors`) to offer. Default: all. */
  tools?: readonly string[] | undefined
  /** Offer each of these Actors as a tool of its own, with its input as arguments. */
  actorTools?: readonly string[] | undefined
  /** Offer only tools that change nothing. */
  readOnly?: boolean | undefined
  /** The budget of one result, from 500 to 25000 tokens. Default: 8000. */
  maxResultTokens?: number | undefined
  /** The ceiling of `maxTotalChargeUsd` of each run, in US dollars. */
  maxRunCostUsd?: number | undefined
  /** Ask the person before calls that start runs (`paid`), change data (`write`), or both. */
  confirm?: readonly ('paid' | 'write')[] | undefined
  /** What happens to such a call where nobody can be asked. Default: `refuse`. */
  confirmFallback?: 'refuse' | 'allow' | undefined
  /** Offer `export_items`, which writes files into this folder and nowhere else. */
  downloadDir?: string | undefined
  /** Whether results carry `structuredContent` beside the text. Default: true. */
  structured?: boolean | undefined
  /** Takes lines for the operator, which hold no tokens. Default: they are dropped. */
  log?: ((line: string) => void) | undefined
}

/** The options of `createServer`, by their former name. */
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
  toolset: 'runs' | 'storage' | 'actors'
  /** What the server must be given for it: `downloadDir`. */
  needs?: 'downloads'
}

export type ContentBlock =
  | { type: 'text'; text: string }
  | { type: 'image'; data: string; mimeType: string }
  | { type: 'resource'; resource: { uri: string; mimeType: string; blob: string } }
  | { type: 'resource_link'; uri: string; name: string; mimeType: string; size?: number }

/** The result of a call, as MCP has it. What goes wrong is a text for the model, with `isError`. */
export interface CallResult {
  content: ContentBlock[]
  structuredContent?: Record<string, unknown>
  isError?: boolean
}

export interface CallOptions {
  /** Ends the call. A run that it started goes on, and the result says how to follow it. */
  signal?: AbortSignal | undefined
  /** Told of a run as it goes on; with it a call may wait longer. */
  onProgress?: ((message: string) => void) | undefined
  /** Puts a question of `confirm` to the person. @returns whether they consent */
  onQuestion?: ((question: string) => Promise<boolean>) | undefined
}

/** Carries JSON-RPC messages; every transport of the MCP SDKs is one. */
export interface Transport {
  start(): Promise<void>
  send(message: object): Promise<void>
  close(): Promise<void>
  onmessage?(message: object): void
  onclose?(): void
  onerror?(error: Error): void
}

export interface AgentToolsServer {
  /** The tools on offer, with those of `actorTools`. */
  readonly tools: readonly ToolDefinition[]
  /** What a model should know of the tools as a whole: a part of its system prompt. */
  readonly instructions: string
  /**
   * Calls a tool.
   * @param args arguments as the tool's input schema has them
   * @throws Error once the server is closed; whatever else goes wrong is a result with `isError`
   */
  callTool(name: string, args?: object, options?: CallOptions): Promise<CallResult>
  /** Serves one MCP client on a transport, in the version of MCP that it speaks. */
  connect(transport: Transport): Promise<void>
  /** Ends calls, connections, and the local platform with its runs. */
  close(): Promise<void>
}

/** The build puts it in, as JSON. */
declare const __TOOLS__: string

/** All tools there are, in listing order. */
export const tools: readonly RegisteredTool[] = JSON.parse(__TOOLS__)

/**
 * Makes a server. Nothing is started or connected before the first call, except that Actors of
 * `actorTools` are read.
 * @throws Error that names the option that is wrong, and what it takes
 */
export async function createServer(options: CreateServerOptions = {}): Promise<AgentToolsServer> {
  // Loaded here: who only looks at the tools need not wait for what runs them.
  const { createEmbeddedServer } = await import('./app/embedded-server.ts')
  return createEmbeddedServer(options)
}
