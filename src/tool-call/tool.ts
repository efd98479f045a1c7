import type { z } from 'zod'
import type { Apify } from '../apify/types/apify.ts'
import type { AskedStart, Run } from '../apify/types/run-types.ts'
import type { Docs } from '../docs-search/docs-contract.ts'
import type { Queries } from '../query/query-contract.ts'
import type { RunsLeft } from '../shared/run-ledger.ts'
import type { Toolset } from '../shared/toolsets.ts'
import type { ViewName } from '../shared/view-names.ts'
import type { ActorToolList } from './actor-tool-list.ts'
import type { Downloads } from './downloads.ts'
import type { Uploads } from './uploads.ts'

/** MCP tool annotations. Every hint is set, since clients assume the worst of a missing one. */
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

/** What a person is asked before a call, if the operator wants that. */
export interface Confirmation<Input extends z.ZodObject> {
  /** Whether the call may cost money (`paid`), or only changes data (`write`). */
  kind: 'paid' | 'write'
  /**
   * Returns what the call would start or save for a start, so that the question can name its Actors.
   */
  starts?(input: z.output<Input>): readonly AskedStart[]
  /**
   * Returns one or two sentences for the person: what would be done, to what, how large.
   * @throws {ToolError} if the arguments are invalid, so that nobody is asked
   */
  question(input: z.output<Input>, context: ConfirmationContext): string
  /**
   * Returns what would be written or sent, or the beginning of it. It comes last, so that nothing in it
   * can pass for a part of the question.
   */
  content?(input: z.output<Input>): string | undefined
}

/** A content block of MCP beside the result. */
export type Attachment =
  | { type: 'image'; data: string; mimeType: string }
  | { type: 'resource'; resource: { uri: string; mimeType: string; blob: string } }
  | { type: 'resource_link'; uri: string; name: string; mimeType: string; size?: number }

/** Settings of the server that tools depend on. */
export interface Settings {
  mode: 'cloud' | 'local'
  readOnly: boolean
  /** Ceiling of `maxTotalChargeUsd` of each run, in US dollars. */
  maxRunCostUsd?: number
  /** What all runs together may cost, in US dollars. */
  maxTotalCostUsd?: number
  /** The only Actors that may run: `user/name`, `user/*` or IDs. */
  allowActors?: readonly string[]
  /** Actors that may not run. */
  denyActors?: readonly string[]
  /** Budget of one result, in tokens. */
  maxResultTokens: number
}

/** What the question of a confirmation may depend on. */
export type ConfirmationContext = Pick<Context, 'settings' | 'downloads' | 'uploads'> & {
  /** The `user/name` of Actors, by the handle of the Actor, the task or the run in the call. */
  actorNames?: ReadonlyMap<string, string>
}

/** Everything that the handler of one call may use. */
export interface Context {
  /** The API, bound to this call: its requests end when the call is cancelled or times out. */
  apify: Apify
  settings: Settings
  /** Answers questions in SQL about the rows of datasets. */
  queries: Queries
  /** Reads the documentation. */
  docs: Docs
  /** The tools that calls may add to the list and remove; undefined if the list is the same for all. */
  actorTools?: ActorToolList | undefined
  /** Sends a progress notification; does nothing if the client did not ask for them. */
  progress(message: string): void
  /** Whether the client asked for progress, and so may wait longer than usual. */
  wantsProgress: boolean
  /** Writes files; undefined if the operator named no folder. */
  downloads?: Downloads | undefined
  /** Reads files; undefined if the operator named no folder. */
  uploads?: Uploads | undefined
  /** What all runs of the caller may cost together; undefined if nothing limits them. */
  budget?: { left(): Promise<RunsLeft> } | undefined
  /** Adds a content block to the result. */
  attach(block: Attachment): void
}

/** How a call of a tool that starts a run becomes an MCP task, which is this run. */
export interface RunTask<Input extends z.ZodObject, Output extends z.ZodObject> {
  /** Whether the tool itself waits until the run ends. */
  waits: boolean
  /** The arguments that decide what the result shows: the id of the task holds them. */
  view: z.ZodObject
  /** Starts the run and returns it as it is right after the start, with a sentence on the call if there is one. */
  start(input: z.output<Input>, context: Context): Promise<Run & { note?: string | undefined }>
  /** Returns what a call returns that has waited until this run ended. */
  result(run: Run, view: Record<string, unknown>, context: Context): Promise<z.input<Output>>
}

/**
 * A tool as data. The method notation of `handler` allows tools of all schemas in one registry.
 */
export interface Tool<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
> {
  name: string
  title: string
  /** At most 300 characters: what the tool returns, then when to use it and not a similar one. */
  description: string
  /**
   * What people use it for, in at most six words, for tables in the documentation; clients do not get it. Set by every
   * tool of the registry.
   */
  purpose?: string
  toolset: Toolset
  annotations: Annotations
  /** `user/name` of the Actor that the tool runs, whose input its arguments are; undefined of all other tools. */
  actor?: string
  /**
   * What the tool requires; it is offered only by servers that have it. `list-changes`: a list of tools that
   * calls may change.
   */
  needs?: 'downloads' | 'list-changes'
  /** The tool with more arguments, offered in its place by servers that may read files. */
  withUploads?: Tool
  /** The view that shows its results to people, in clients that have views. */
  view?: ViewName
  /** Set by every tool that changes something on Apify. */
  confirm?: Confirmation<Input>
  /**
   * Set by tools whose calls a payment can be sent with, in place of a token: they start or continue a run
   * (`spends`), and are never made with the token of an account while payments are taken; or they read or
   * end what a paid run has made (`reads`), which belongs to its payment.
   */
  payment?: 'spends' | 'reads'
  /**
   * Arguments whose texts are content: an empty one is a value, and its commas separate nothing. An
   * empty text for any other optional argument counts as absent.
   */
  literal?: readonly string[]
  /** How long a call may take if its client gets progress, in seconds. */
  timeoutSecs?: number
  input: Input
  /** Keys that it does not name never reach the agent. */
  output: Output
  /** Set by tools that start a run, which may be called as a task. */
  task?: RunTask<NoInfer<Input>, NoInfer<Output>>
  handler(input: z.output<Input>, context: Context): Promise<z.input<Output>>
}

/** Returns the tool itself; gives its handler the types of its schemas. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Tool<Input, Output>,
): Tool<Input, Output> {
  return tool
}
