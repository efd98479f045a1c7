import { z } from 'zod'
import { costOf, fit } from './budget.ts'
import { type Ask, type ConfirmPolicy, isConfirmed } from './confirm.ts'
import { explain, ToolError } from './errors.ts'
import { withoutSecrets } from './secrets.ts'
import type { Attachment, Context, Settings, Tool } from './tool.ts'

/** A call ends within this, below the 60 s after which clients give up. Seconds. */
const DEADLINE_SECS = 50
/** What a call that waits for a run may take beyond its `waitSecs`, in seconds. */
const AFTER_WAIT_SECS = 10

/** What a call needs from the server that it runs in. */
export interface Host {
  settings: Settings
  /**
   * The API, bound to one call: its requests end with `signal`, its retries before `deadlineAt`
   * (milliseconds on the clock of `performance.now()`).
   */
  connect(limits: { signal: AbortSignal; deadlineAt: number }): Promise<Context['apify']>
  /** How long a call may take, in place of the usual time, in seconds. */
  deadlineSecs?: number
  /** The token that calls are made with, once it is known. */
  secret(): string | undefined
  /** Where files may be written, where the operator named a folder. */
  downloads?: Context['downloads']
  /** Before which calls a person is asked; before none where it is missing. */
  confirm?: ConfirmPolicy | undefined
  /** Lines for the operator (stderr); never shown to the agent. */
  log(line: string): void
}

/** When the requests of one piece of work end, on the clock of `performance.now()`. */
type Scope = Parameters<Host['connect']>[0]

/** The scope of work that nobody waits for longer than `ms`, and that `signal` may end before. */
export function scopeOf(ms: number, signal?: AbortSignal): Scope {
  const timeout = AbortSignal.timeout(ms)
  return {
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    deadlineAt: performance.now() + ms,
  }
}

/** What one call may use of its client. */
export interface Caller {
  signal: AbortSignal
  /** Present where the client asked for progress. */
  progress?: (message: string) => void
  /** Present where the client can put a question to a person. */
  ask?: Ask | undefined
}

export type CallResult =
  | { ok: true; text: string; structured: Record<string, unknown>; attachments: Attachment[] }
  /** `asked`: nothing was done yet, since the answer comes with a repetition of the call. */
  | { ok: false; text: string; asked?: boolean }

/**
 * One call of a tool: parse the input, ask the person, run the handler, trim, fit, explain the error.
 * Never throws; whatever goes wrong becomes a text for the agent.
 */
export async function callTool(
  tool: Tool,
  args: unknown,
  host: Host,
  caller: Caller,
): Promise<CallResult> {
  const safe = (text: string) => withoutSecrets(text, host.secret())
  const { ask } = caller
  try {
    const input = parseInput(tool, args)
    const put = ask && ((question: string) => ask(safe(question)))
    if (await isConfirmed(tool, input, host, put)) return await run(tool, input, host, caller, safe)
    return { ok: false, text: 'The person is asked first; nothing was done yet.', asked: true }
  } catch (error) {
    if (!(error instanceof ToolError))
      host.log(`${tool.name}: ${error instanceof Error ? error.stack : error}`)
    return { ok: false, text: errorText(safe(explain(error).message), host) }
  }
}

type Safe = (text: string) => string

/** The deadline begins here, since a person takes as long as they take. */
async function run(
  tool: Tool,
  input: Record<string, unknown>,
  host: Host,
  caller: Caller,
  safe: Safe,
): Promise<CallResult> {
  const deadline = new AbortController()
  let timer: NodeJS.Timeout | undefined
  try {
    const patience = caller.progress ? (tool.patienceSecs ?? 0) : 0
    const seconds = Math.max(
      host.deadlineSecs ?? DEADLINE_SECS,
      waitSecsOf(input) + AFTER_WAIT_SECS,
      patience,
    )
    timer = setTimeout(() => deadline.abort(outOfTime(seconds)), seconds * 1000)
    const signal = AbortSignal.any([caller.signal, deadline.signal])
    const attachments: Attachment[] = []
    const limits = { signal, deadlineAt: performance.now() + seconds * 1000 }
    const result = await tool.handler(input, {
      apify: await host.connect(limits),
      settings: host.settings,
      downloads: host.downloads,
      progress: (message) => caller.progress?.(safe(message)),
      wantsProgress: caller.progress !== undefined,
      attach: (block) => attachments.push(block),
    })
    const [structured, text] = clean(trim(tool, result), safe)
    const shown = fit(structured, host.settings.maxResultTokens, text)
    return {
      ok: true,
      text: shown === structured ? text : JSON.stringify(shown),
      structured: shown,
      attachments: attachments.map((one) => clean(one, safe)[0]),
    }
  } finally {
    clearTimeout(timer)
  }
}

/** The output schema is the trimming policy; undefined entries go, so that both halves are equal. */
function trim(tool: Tool, result: unknown): Record<string, unknown> {
  const parsed: Record<string, unknown> = tool.output.parse(result)
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== undefined))
}

/**
 * Rows, logs and records may hold credentials of their authors; no agent needs them.
 * @returns the value without them, and its JSON
 */
function clean<T extends object>(value: T, safe: Safe): [value: T, json: string] {
  const json = JSON.stringify(value)
  const cleaned = safe(json)
  return [cleaned === json ? value : JSON.parse(cleaned), cleaned]
}

function errorText(message: string, { settings: { maxResultTokens: maxTokens } }: Host): string {
  return costOf(message) <= maxTokens ? message : `${message.slice(0, maxTokens)}…`
}

function outOfTime(seconds: number): ToolError {
  return new ToolError(
    `Apify did not finish its answer within ${seconds} s, so the call was given up.`,
    'Ask for less (`limit`, `fields`, a smaller page) or call again; a run that was started goes on.',
  )
}

const waiting = z.object({ waitSecs: z.number() })

function waitSecsOf(input: unknown): number {
  return waiting.safeParse(input).data?.waitSecs ?? 0
}

/** @throws ToolError that names each wrong argument, and for an unknown one those that exist */
function parseInput(tool: Tool, args: unknown): Record<string, unknown> {
  const parsed = tool.input.safeParse(args ?? {}, { reportInput: true })
  if (parsed.success) return parsed.data
  const expected = Object.keys(tool.input.shape)
  const problems = parsed.error.issues.slice(0, 10).map((issue) => {
    if (issue.code === 'unrecognized_keys' && issue.path.length === 0) {
      return `Unknown argument ${issue.keys.map(shortName).join(', ')}`
    }
    const where = issue.path.length > 0 ? shortName(issue.path.join('.')) : 'The input'
    return isMissing(issue)
      ? `Missing argument ${where}${choice(issue)}`
      : `${where}: ${issue.message}`
  })
  throw new ToolError(
    `${problems.join('. ')}.`,
    expected.length > 0
      ? `Arguments of \`${tool.name}\`: ${expected.map((name) => describe(tool, name)).join(', ')}.`
      : `\`${tool.name}\` takes no arguments.`,
  )
}

function isMissing({ code, input }: z.core.$ZodIssue): boolean {
  return /^(?:invalid_type|invalid_value|custom)$/.test(code) && input === undefined
}

/** The values of an argument that takes one of a few. */
function choice(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_value') return ''
  return `, one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`
}

function describe(tool: Tool, name: string): string {
  return tool.input.shape[name]?.safeParse(undefined).success ? `${name}?` : name
}

function shortName(name: string): string {
  return `\`${name.length > 60 ? `${name.slice(0, 60)}…` : name}\``
}
