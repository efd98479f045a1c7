import type { z } from 'zod'
import type { Apify } from '../apify/types/apify.ts'
import type { Downloads } from './downloads.ts'

type Toolset = 'runs' | 'storage' | 'actors'

/** MCP tool annotations; every hint is stated, since clients assume the worst of a missing one. */
export interface Annotations {
  readOnlyHint: boolean
  destructiveHint: boolean
  idempotentHint: boolean
  openWorldHint: boolean
}

/** Changes nothing. */
export const READ: Annotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: true,
}

/** Adds or replaces data of the account. */
export const WRITE: Annotations = {
  readOnlyHint: false,
  destructiveHint: false,
  idempotentHint: false,
  openWorldHint: true,
}

/** Starts work that may cost money. */
export const SPEND: Annotations = { ...WRITE }

/** What a person is asked before a call, where the operator wants that. */
export interface Confirmation<Input extends z.ZodObject> {
  /** Whether the call may cost money, or changes data alone. */
  kind: 'paid' | 'write'
  /**
   * A sentence or two for the person: what would be done, to what, how large.
   * @throws ToolError where the call would be refused for its arguments, so that nobody is asked
   */
  question(input: z.output<Input>, around: ConfirmationContext): string
}

/** A content block beside the result, in the words of MCP. */
export type Attachment =
  | { type: 'image'; data: string; mimeType: string }
  | { type: 'resource'; resource: { uri: string; mimeType: string; blob: string } }
  | { type: 'resource_link'; uri: string; name: string; mimeType: string; size?: number }

/** What the server was started with, as far as tools act on it. */
export interface Settings {
  mode: 'cloud' | 'local'
  readOnly: boolean
  /** Ceiling of `maxTotalChargeUsd` of each run, in US dollars. */
  maxRunCostUsd?: number
  /** Budget of one result, in tokens. */
  maxResultTokens: number
}

/** What a question may be worded by. */
export type ConfirmationContext = Pick<Context, 'settings' | 'downloads'>

/** One call's surroundings: everything a handler may reach. */
export interface Context {
  /** The API, bound to this call: its requests stop when the call is cancelled or out of time. */
  apify: Apify
  settings: Settings
  /** Sends a progress notification; without effect where the client did not ask for them. */
  progress(message: string): void
  /** Whether the client asked for progress, and so may wait past its usual time limit. */
  wantsProgress: boolean
  /** Where files may be written; nothing where the operator named no folder. */
  downloads?: Downloads | undefined
  /** Adds a content block to the result. */
  attach(block: Attachment): void
}

/**
 * A tool is data. The method notation of `handler` lets tools of all shapes stand in one registry.
 */
export interface Tool<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
> {
  name: string
  title: string
  /** At most 300 characters: what it returns, then when to use it rather than its neighbour. */
  description: string
  toolset: Toolset
  annotations: Annotations
  /** What the tool cannot work without; it is offered only where the server has it. */
  needs?: 'downloads'
  /** Stated by every tool that changes something. */
  confirm?: Confirmation<Input>
  /** How long a call may take whose client is told of its progress, in seconds. */
  timeoutSecs?: number
  input: Input
  /** The trimming policy: keys that it does not name never reach the agent. */
  output: Output
  handler(input: z.output<Input>, context: Context): Promise<z.input<Output>>
}

/** Identity: gives the handler the types of its schemas. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Tool<Input, Output>,
): Tool<Input, Output> {
  return tool
}
