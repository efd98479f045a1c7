/** Where an account's plan, credit and limits are changed. */
const BILLING = 'https://console.apify.com/billing'

/** What mends the API's errors of money and limits, by their `type` (`ErrorType` of its description). */
const ADVICE: Readonly<Record<string, string>> = {
  'not-enough-usage-to-run-paid-actor': `The credit left this month is less than this Actor may cost: \`whoami\` shows usage and limit. Lower \`maxTotalChargeUsd\` or \`maxItems\`, or raise the limit at ${BILLING}.`,
  'apify-plan-required-to-use-paid-actor': `Choose a paid plan at ${BILLING}, or a free Actor with \`search_actors\`.`,
  'actor-is-not-rented':
    'Rent it on its page in Apify Console, or choose another with `search_actors`; `get_actor` shows prices.',
  'max-total-charge-usd-below-minimum':
    "Raise `maxTotalChargeUsd`: `get_actor` shows the least that this Actor takes. Where this server's --max-run-cost-usd is lower, ask its operator.",
  'actor-memory-limit-exceeded':
    'Other runs use the memory of the plan: wait for them (`list_runs` with status RUNNING), end one with `abort_run`, or give less `memoryMbytes`.',
  'concurrent-runs-limit-exceeded':
    'As many runs go on as the plan allows: wait for them (`list_runs` with status RUNNING), or end one with `abort_run`.',
  'platform-feature-disabled': `The monthly usage limit is reached: \`whoami\` shows it. Raise it at ${BILLING}, or wait for the next month.`,
  'monthly-usage-limit-too-low': `Raise the monthly usage limit at ${BILLING}.`,
  'no-payment-method-available': `Add a way to pay at ${BILLING}.`,
  'x402-payment-required':
    'Apify saw no token that may pay for it: set APIFY_TOKEN (https://console.apify.com/settings/integrations).',
}

/** @param type `error.type` of an answer. @returns nothing where the error is not about cost */
export function costAdvice(type: string | undefined): string | undefined {
  return type === undefined || !Object.hasOwn(ADVICE, type) ? undefined : ADVICE[type]
}
