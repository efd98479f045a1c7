import { errorText } from '../exit/fit-message.ts'
import type { Redactor } from '../exit/redact.ts'
import type { CallEnvironment, Paying } from './call-environment.ts'
import { callTool, callUnwatched } from './call-tool.ts'
import type { Caller, CallResult } from './caller.ts'
import { withLessBudget } from './less-budget.ts'
import type { CallPayment } from './payments.ts'
import type { Tool } from './tool.ts'
import { isWatched, watchCall } from './watch-call.ts'

/** The tokens of what is said beside the error of a call that was paid for. */
const CAUTION_TOKENS = 60

/**
 * Calls a tool like `callTool`, and pays for it if the operator admits payments. The payment is taken out
 * before anything else sees the call.
 */
export async function callPaying(
  tool: Tool,
  args: unknown,
  environment: CallEnvironment,
  caller: Caller,
): Promise<CallResult> {
  const { paying } = environment
  if (!paying) return callTool(tool, args, environment, caller)
  if (!isWatched(environment, caller)) return pay(paying, tool, args, environment, caller)
  return watchCall(tool, environment, caller, (record) =>
    pay(paying, tool, args, environment, { ...caller, record }),
  )
}

async function pay(
  paying: Paying,
  tool: Tool,
  args: unknown,
  environment: CallEnvironment,
  caller: Caller,
): Promise<CallResult> {
  const hasToken = environment.secret() !== undefined
  try {
    const { args: ownArgs, payment } = paying.payments.take({
      tool,
      args,
      meta: caller.meta,
      hasToken,
    })
    if (!payment) return callUnwatched(tool, ownArgs, environment, caller)
    const paid = paying.environmentOf(payment)
    const settings = withLessBudget(paid.settings, CAUTION_TOKENS)
    const asked = payment.asksForTerms ? askingForTerms(tool, caller) : caller
    const result = await callUnwatched(tool, ownArgs, { ...paid, settings }, asked)
    return withPayment(result, payment, paid.redactor)
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
  if (terms) return { ...result, terms: redactor.value(terms), ...meta }
  const caution = result.confirmationPending ? undefined : payment.caution()
  return { ...result, text: caution === undefined ? text : `${text} ${caution}`, ...meta }
}
