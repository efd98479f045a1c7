import { errorText } from '../exit/fit-message.ts'
import { isAbortError, ToolError } from '../shared/errors.ts'
import { PaymentRequiredError } from '../shared/payment-required.ts'
import { type CallEnvironment, scopeOf } from './call-environment.ts'
import type { Caller, CallResult, Failed } from './caller.ts'
import {
  type AskingContext,
  type AskPerson,
  isConfirmed,
  NotConfirmedError,
  needsConfirmation,
} from './confirmation.ts'
import { parseInput } from './parse-arguments.ts'
import { runHandler } from './run-handler.ts'
import { nameStarts } from './started-runs.ts'
import type { Tool } from './tool.ts'
import { isWatched, watchCall } from './watch-call.ts'

/** How long it may take to find the Actor that a question is about, in seconds. */
const NAME_TIMEOUT_SECS = 10

/**
 * Calls a tool: parses the input, asks the person, runs the handler, trims the result and fits it to
 * the budget. Its observers are told. Never throws; an error becomes a text for the agent.
 */
export async function callTool(
  tool: Tool,
  args: unknown,
  environment: CallEnvironment,
  caller: Caller,
): Promise<CallResult> {
  if (!isWatched(environment, caller)) return callUnwatched(tool, args, environment, caller)
  return watchCall(tool, environment, caller, (record) =>
    callUnwatched(tool, args, environment, { ...caller, record }),
  )
}

/** Calls a tool like `callTool`, but tells nobody. */
export async function callUnwatched(
  tool: Tool,
  args: unknown,
  environment: CallEnvironment,
  caller: Caller,
): Promise<CallResult> {
  const started: string[] = []
  try {
    const clamped: string[] = []
    const input = parseInput(tool, args, (sentence) => clamped.push(sentence))
    caller.record?.parsed(tool, input, environment.settings)
    if (
      !needsConfirmation(tool, environment.confirm) ||
      (await ask(tool, input, environment, caller))
    )
      return await runHandler(
        { tool, input, note: clamped.join(' '), started },
        environment,
        caller,
      )
    return {
      ok: false,
      text: 'The person must confirm first; nothing was done yet.',
      confirmationPending: true,
    }
  } catch (error) {
    if (!(error instanceof ToolError) && !isCancellation(error, caller.signal))
      environment.log(`${tool.name}: ${error instanceof Error ? error.stack : error}`)
    return failed(nameStarts(error, started), environment)
  }
}

/** Whether an error only says that a call was cancelled, or that its client has gone. */
function isCancellation(error: unknown, { aborted, reason }: AbortSignal): boolean {
  return aborted && (error === reason || isAbortError(error))
}

/** Asks the person, see `isConfirmed`. */
function ask(
  tool: Tool,
  input: Record<string, unknown>,
  environment: CallEnvironment,
  caller: Caller,
): Promise<boolean> {
  const { redactor } = environment
  const { askPerson } = caller
  const askRedacted: AskPerson | undefined =
    askPerson && ((message, subject) => askPerson(redactor.text(message), subject))
  return isConfirmed(tool, input, asked(environment, caller), askRedacted)
}

/** Returns what a question may depend on. */
function asked(environment: CallEnvironment, { signal, offers, cannotAsk }: Caller): AskingContext {
  return {
    ...environment,
    cannotAsk,
    async actorToStart(start) {
      const scope = scopeOf(NAME_TIMEOUT_SECS * 1000, signal)
      return (await environment.connect({ ...scope, offers })).actorToStart(start)
    },
  }
}

function failed(error: ToolError, environment: CallEnvironment): Failed {
  const text = errorText(error, environment)
  // After a start the error is another one, which names the run.
  if (error instanceof PaymentRequiredError) return { ok: false, text, terms: error.terms }
  return { ok: false, text, ...(error instanceof NotConfirmedError && { isDeclined: true }) }
}
