import { errorText } from '../exit/fit-message.ts'
import type { Redactor } from '../exit/redact.ts'
import type { CallEnvironment, Paying } from './call-environment.ts'
import { callTool, callUnwatched } from './call-tool.ts'
import type { Caller, CallResult } from './caller.ts'
import { withLessBudget } from './less-budget.ts'
import type { CallPayment, Payments } from './payments.ts'
import type { Tool } from './tool.ts'
import { isWatched, watchCall } from './watch-call.ts'

type Taken = ReturnType<Payments['take']>

/** The tokens of what is said beside the error of a call that was paid for. */
const CAUTION_TOKENS = 60

/**
 * Calls a tool like `callTool`, and pays for it if the operator admits payments. The payment is taken out
 * before anything else sees the call, and whoever hears of the call gets a redactor that knows it.
 */
export async function callPaying(
  tool: Tool,
  args: unknown,
  environment: CallEnvironment,
  caller: Caller,
): Promise<CallResult> {
  const { paying } = environment
  if (!paying) return callTool(tool, args, environment, caller)
  const taken = take(paying, tool, args, environment, caller)
  if ('error' in taken) return refuse(tool, taken.error, environment, caller)
  const { args: ownArgs, payment } = taken
  if (!payment) return callTool(tool, ownArgs, environment, caller)
  const paid = paying.environmentOf(payment)
  const pay = (own: Caller) => callPaid(tool, ownArgs, { payment, environment: paid }, own)
  if (!isWatched(paid, caller)) return pay(caller)
  return watchCall(tool, paid, caller, (record) => pay({ ...caller, record }))
}

/** Takes the payment out of a call, or returns why that is impossible. */
function take(
  { payments }: Paying,
  tool: Tool,
  args: unknown,
  environment: CallEnvironment,
  { meta }: Caller,
): Taken | { error: unknown } {
  try {
    return payments.take({ tool, args, meta, hasToken: environment.secret() !== undefined })
  } catch (error) {
    return { error }
  }
}

async function refuse(
  tool: Tool,
  error: unknown,
  environment: CallEnvironment,
  caller: Caller,
): Promise<CallResult> {
  const refused: CallResult = { ok: false, text: errorText(error, environment) }
  if (!isWatched(environment, caller)) return refused
  return watchCall(tool, environment, caller, async () => refused)
}

async function callPaid(
  tool: Tool,
  args: unknown,
  { payment, environment }: { payment: CallPayment; environment: CallEnvironment },
  caller: Caller,
): Promise<CallResult> {
  const settings = withLessBudget(environment.settings, CAUTION_TOKENS)
  const asked = payment.asksForTerms ? askingForTerms(tool, caller) : caller
  try {
    const result = await callUnwatched(tool, args, { ...environment, settings }, asked)
    return withPayment(result, payment, environment.redactor)
  } catch (error) {
    return { ok: false, text: errorText(error, environment) }
  }
}

/**
 * Returns the client of a call that gets the terms of a start. It has no credential and costs nothing, so the
 * person is asked once, about the call that pays. A client that cannot ask learns so before it signs a payment.
 */
function askingForTerms({ confirm }: Tool, caller: Caller): Caller {
  if (confirm?.kind !== 'paid' || !caller.askPerson) return caller
  return { ...caller, askPerson: async () => 'accept' }
}

/** Adds what the API said about the payment, and what the agent must know about it after an error. */
function withPayment(result: CallResult, payment: CallPayment, redactor: Redactor): CallResult {
  const apiMessage = payment.resultMeta()
  const meta = apiMessage && { meta: redactor.value(apiMessage) }
  if (result.ok) return { ...result, ...meta }
  const { terms, text } = result
  if (terms) {
    const isQuote = payment.asksForTerms
    return { ...result, terms: redactor.value(terms), ...(isQuote && { isQuote }), ...meta }
  }
  const caution = result.confirmationPending ? undefined : payment.caution()
  return { ...result, text: caution === undefined ? text : `${text} ${caution}`, ...meta }
}
