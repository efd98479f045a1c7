import { z } from 'zod'
import { fitToBudget } from '../budget/fit-rows.ts'
import { countTokens } from '../budget/token-cost.ts'
import { progressText } from '../exit/fit-message.ts'
import type { Redactor } from '../exit/redact.ts'
import { ToolError } from '../shared/errors.ts'
import { isObject } from '../shared/json.ts'
import { limitSignal } from '../shared/limit-signal.ts'
import {
  AFTER_WAIT_SECS,
  CALL_TIMEOUT_SECS,
  type CallEnvironment,
  MAX_SILENT_SECS,
} from './call-environment.ts'
import type { Caller, Succeeded } from './caller.ts'
import { withLessBudget } from './less-budget.ts'
import { redactAttachment } from './redact-attachment.ts'
import { noteStarts } from './started-runs.ts'
import type { Attachment, Tool } from './tool.ts'
import { watchQueries } from './watch-queries.ts'

/** Nobody is shown it: the call has its result. */
const CALL_ENDED = new Error('The call has ended.')

/**
 * A call whose arguments are parsed. `note` says what was changed about them, `started` receives the ids
 * of the runs that it starts.
 */
export interface ParsedCall {
  tool: Tool
  input: Record<string, unknown>
  note: string
  started: string[]
}

/**
 * Runs the handler of a tool, trims its result and fits it to the budget. The deadline begins here, since a person
 * may take long to confirm.
 * @throws whatever the handler throws
 */
export async function runHandler(
  { tool, input, note, started }: ParsedCall,
  environment: CallEnvironment,
  caller: Caller,
): Promise<Succeeded> {
  const seconds = Math.max(
    environment.deadlineSecs ?? CALL_TIMEOUT_SECS,
    ownTimeoutSecs(tool, input, caller.progress !== undefined),
  )
  const { signal, end } = limitSignal(caller.signal, seconds * 1000, () => outOfTime(seconds))
  try {
    const attachments: Attachment[] = []
    const deadlineAt = performance.now() + seconds * 1000
    const { record } = caller
    const scope = { signal, deadlineAt, offers: caller.offers, watch: record }
    const result = await tool.handler(input, {
      apify: noteStarts(await environment.connect(scope), started, record),
      settings: withLessBudget(environment.settings, note === '' ? 0 : countTokens({ note })),
      queries: watchQueries(environment.queries(scope), record),
      docs: environment.docs(scope),
      actorTools: caller.actorTools,
      downloads: environment.downloads,
      uploads: environment.uploads,
      budget: environment.budget,
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
    // Of requests at the same time, the others may be in progress when one fails.
    end(CALL_ENDED)
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
