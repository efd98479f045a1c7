import { z } from 'zod'
import { fitToBudget } from '../budget/fit-rows.ts'
import { countTokens } from '../budget/token-cost.ts'
import { errorText, progressText } from '../exit/fit-message.ts'
import type { Redactor } from '../exit/redact.ts'
import { ToolError } from '../shared/errors.ts'
import { isObject } from '../shared/json.ts'
import { limitSignal } from '../shared/limit-signal.ts'
import { PaymentRequiredError } from '../shared/payment-required.ts'
import type { ActorToolList } from './actor-tool-list.ts'
import {
  AFTER_WAIT_SECS,
  CALL_TIMEOUT_SECS,
  type CallEnvironment,
  MAX_SILENT_SECS,
  type OffersTool,
} from './call-environment.ts'
import { type AskPerson, isConfirmed } from './confirmation.ts'
import { withLessBudget } from './less-budget.ts'
import { parseInput } from './parse-arguments.ts'
import { redactAttachment } from './redact-attachment.ts'
import { nameStarts, noteStarts } from './started-runs.ts'
import type { Attachment, Tool } from './tool.ts'

/** The client of one call. */
export interface Caller {
  signal: AbortSignal
  /** Sends progress; undefined if the client did not ask for it. */
  progress?: (message: string) => void
  /** Asks the person at the client; undefined if the client cannot. */
  askPerson?: AskPerson | undefined
  /** Whether a tool is offered, so that errors may show what it shows. Default: none is. */
  offers?: OffersTool | undefined
  /** The tools that calls of this client may add and remove; undefined if they cannot. */
  actorTools?: ActorToolList | undefined
  /** The `_meta` of the request, which may hold a payment. */
  meta?: Readonly<Record<string, unknown>> | undefined
}

/** What became of a call. `meta`: the metadata of its result. */
export type CallResult = { meta?: Record<string, unknown> } & (
  | { ok: true; text: string; structured: Record<string, unknown>; attachments: Attachment[] }
  | Failed
)

interface Failed {
  ok: false
  text: string
  /** Nothing was done yet; the answer comes when the client repeats the call. */
  confirmationPending?: boolean
  /** How the API wants to be paid for the call, of which nothing was done. */
  terms?: Record<string, unknown>
}

/**
 * Calls a tool: parses the input, asks the person, runs the handler, trims the result and fits it to
 * the budget. Never throws; an error becomes a text for the agent.
 */
export async function callTool(
  tool: Tool,
  args: unknown,
  environment: CallEnvironment,
  caller: Caller,
): Promise<CallResult> {
  const { redactor } = environment
  const { askPerson } = caller
  const started: string[] = []
  try {
    const clamped: string[] = []
    const input = parseInput(tool, args, (sentence) => clamped.push(sentence))
    const askRedacted: AskPerson | undefined =
      askPerson && ((message, subject) => askPerson(redactor.text(message), subject))
    if (await isConfirmed(tool, input, environment, askRedacted))
      return await run({ tool, input, note: clamped.join(' '), started }, environment, caller)
    return {
      ok: false,
      text: 'The person must confirm first; nothing was done yet.',
      confirmationPending: true,
    }
  } catch (error) {
    if (!(error instanceof ToolError))
      environment.log(`${tool.name}: ${error instanceof Error ? error.stack : error}`)
    return failed(nameStarts(error, started), environment)
  }
}

function failed(error: ToolError, environment: CallEnvironment): Failed {
  const text = errorText(error, environment)
  // After a start the error is another one, which names the run.
  return error instanceof PaymentRequiredError
    ? { ok: false, text, terms: error.terms }
    : { ok: false, text }
}

/**
 * A call whose arguments are parsed. `note` says what was changed about them, `started` receives the ids
 * of the runs that it starts.
 */
interface ParsedCall {
  tool: Tool
  input: Record<string, unknown>
  note: string
  started: string[]
}

/** Runs the handler. The deadline begins here, since a person may take long to confirm. */
async function run(
  { tool, input, note, started }: ParsedCall,
  environment: CallEnvironment,
  caller: Caller,
): Promise<CallResult> {
  const seconds = Math.max(
    environment.deadlineSecs ?? CALL_TIMEOUT_SECS,
    ownTimeoutSecs(tool, input, caller.progress !== undefined),
  )
  const { signal, stop } = limitSignal(caller.signal, seconds * 1000, () => outOfTime(seconds))
  try {
    const attachments: Attachment[] = []
    const deadlineAt = performance.now() + seconds * 1000
    const scope = { signal, deadlineAt, offers: caller.offers }
    const result = await tool.handler(input, {
      apify: noteStarts(await environment.connect(scope), started),
      settings: withLessBudget(environment.settings, note === '' ? 0 : countTokens({ note })),
      queries: environment.queries(scope),
      docs: environment.docs(scope),
      actorTools: caller.actorTools,
      downloads: environment.downloads,
      uploads: environment.uploads,
      progress: (message) => caller.progress?.(progressText(message, environment)),
      wantsProgress: caller.progress !== undefined,
      attach: (block) => attachments.push(block),
    })
    const [structured, text] = clean(trim(tool, withNote(result, note)), environment.redactor)
    const shown = fitToBudget(structured, environment.settings.maxResultTokens, text)
    return {
      ok: true,
      text: shown === structured ? text : JSON.stringify(shown),
      structured: shown,
      attachments: attachments.map((one) => redactAttachment(one, environment.redactor)),
    }
  } finally {
    stop()
  }
}

function withNote(result: unknown, note: string): unknown {
  if (note === '' || !isObject(result)) return result
  return { ...result, note: [result.note, note].filter(Boolean).join(' ') }
}

/** Applies the output schema, and drops undefined entries, so that text and structured content agree. */
function trim(tool: Tool, result: unknown): Record<string, unknown> {
  const parsed: Record<string, unknown> = tool.output.parse(result)
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== undefined))
}

/**
 * Redacts credentials of Actors' authors, which rows, logs and records may hold.
 * @returns the value without them, and its JSON
 */
function clean<T extends object>(value: T, redactor: Redactor): [value: T, json: string] {
  const json = JSON.stringify(value)
  const safe = redactor.suspects(json) ? redactor.value(value) : value
  return safe === value ? [value, json] : [safe, JSON.stringify(safe)]
}

function outOfTime(seconds: number): ToolError {
  return new ToolError(
    `The call took longer than ${seconds} s, so it was stopped.`,
    'Ask for less (`limit`, `fields`, a smaller page) or call again; a run that was started continues.',
  )
}

/** Returns how long a call may take by its tool, or by the wait that it asks for. */
function ownTimeoutSecs({ timeoutSecs }: Tool, input: unknown, hasProgress: boolean): number {
  // The arguments of a tool with a timeout of its own may be those of an Actor.
  if (timeoutSecs !== undefined) return hasProgress ? timeoutSecs : 0
  const secs = waitSecsOf(input) + AFTER_WAIT_SECS
  return hasProgress ? secs : Math.min(secs, MAX_SILENT_SECS)
}

const waiting = z.object({ waitSecs: z.number() })

function waitSecsOf(input: unknown): number {
  return waiting.safeParse(input).data?.waitSecs ?? 0
}
