import { errorText } from '../exit/fit-message.ts'
import type { Redactor } from '../exit/redact.ts'
import type { CallEnvironment, Paying } from './call-environment.ts'
import { type Caller, type CallResult, callTool, callUnwatched } from './call-tool.ts'
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
    const result = await callUnwatched(tool, ownArgs, { ...paid, settings }, caller)
    return withPayment(result, payment, paid.redactor)
  } catch (error) {
    return { ok: false, text: errorText(error, environment) }
  }
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
