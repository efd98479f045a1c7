/** The page to change an account's plan, credit and limits. */
const BILLING = 'https://console.apify.com/billing'

/** What to do about errors of money and limits, by their `type` (`ErrorType` in the API's OpenAPI description). */
const ADVICE: Readonly<Record<string, string>> = {
  'not-enough-usage-to-run-paid-actor': `This Actor may cost more than the credit left this month: \`whoami\` shows usage and limit. Lower \`maxTotalChargeUsd\` or \`maxItems\`, or raise the limit at ${BILLING}.`,
  'apify-plan-required-to-use-paid-actor': `Choose a paid plan at ${BILLING}, or find a free Actor with \`search_actors\`.`,
  'actor-is-not-rented':
    'Rent it on its page in Apify Console, or find another with `search_actors`; `get_actor` shows prices.',
  'max-total-charge-usd-below-minimum':
    "Raise `maxTotalChargeUsd`: `get_actor` shows the minimum for this Actor. If this server's --max-run-cost-usd is lower, or less is left of its --max-total-cost-usd, ask its operator.",
  'actor-memory-limit-exceeded':
    'Other runs use the memory of the plan. Wait for them (`list_runs` with status RUNNING), abort one with `abort_run`, or lower `memoryMbytes`.',
  'concurrent-runs-limit-exceeded':
    'The plan allows no more concurrent runs. Wait for some to end (`list_runs` with status RUNNING), or abort one with `abort_run`.',
  'platform-feature-disabled': `The monthly usage limit is reached: \`whoami\` shows it. Raise it at ${BILLING}, or wait until next month.`,
  'monthly-usage-limit-too-low': `Raise the monthly usage limit at ${BILLING}.`,
  'no-payment-method-available': `Add a payment method at ${BILLING}.`,
  'x402-payment-required':
    'Apify received no token that can pay for it. Set APIFY_TOKEN (https://console.apify.com/settings/integrations), or start the server with --payments x402.',
  'x402-agentic-payment-settlement-in-progress':
    'The payment is still being settled. Call again in some seconds with the same payment, not with another.',
  'x402-agentic-payment-settlement-stuck':
    'The payment was sent, and is not settled yet. Call again in some minutes with the same payment, not with another.',
  'x402-agentic-payment-already-finalized':
    'The payment is used up. Sign another by the terms that the tool returns without one.',
}

/**
 * Returns what to do about an error of money or limits.
 *
 * @param type `error.type` of the response
 * @returns undefined if the error is not about cost
 */
export function costAdvice(type: string | undefined): string | undefined {
  return type === undefined || !Object.hasOwn(ADVICE, type) ? undefined : ADVICE[type]
}
