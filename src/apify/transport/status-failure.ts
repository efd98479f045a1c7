import { invalidItems } from '../types/error-types.ts'
import { ApiFailure } from './api-failure.ts'
import { type ApiResource, resourceName, SOURCES } from './api-resource.ts'
import { costAdvice } from './billing-advice.ts'
import { errorDetail, plainText } from './error-detail.ts'
import { foreignAnswer, foreignFailure } from './foreign-answer.ts'

/**
 * Returns the error for a response with an error status.
 *
 * @param body the first bytes of the response; only the message in it is shown, without markup
 * @param retryAfterMs how long the API asks to wait, in milliseconds
 */
export function statusFailure(
  status: number,
  body: string,
  retryAfterMs: number | undefined,
  resource: ApiResource,
  { isLocal = false, payRemedy }: Asked = {},
): ApiFailure {
  const foreign = foreignAnswer(body)
  if (foreign) return foreignFailure(foreign, { status, retryAfterMs, resource })
  const { type, message, data } = errorDetail(body)
  const what = resourceName(resource)
  const { happened, remedy } =
    unpaid({ status, type, payRemedy }) ??
    explanationOf(status, isLocal)?.(what, resource, data) ??
    explainOther(what, status, isLocal)
  const wait =
    retryAfterMs === undefined
      ? ''
      : ` The API asks you to wait ${Math.ceil(retryAfterMs / 1000)} s.`
  return new ApiFailure(
    `${happened}${message ? `: ${message}` : '.'}`,
    `${(isLocal || remedy === payRemedy ? undefined : costAdvice(type)) ?? remedy}${wait}`,
    'answered',
    status,
    retryAfterMs,
    { apiMessage: message, resource },
  )
}

/** How the API was asked. */
interface Asked {
  /** Whether the local platform was, of which no account, payment or outage of Apify is the cause. */
  isLocal?: boolean | undefined
  /** What to do if a payment does not suffice; undefined if a token was to pay. */
  payRemedy?: string | undefined
}

/** Returns what a refusal means to a call without an account. Limits of the platform mean the same to all. */
function unpaid({ status, type, payRemedy }: Asked & { status: number; type: string | undefined }) {
  if (payRemedy === undefined) return undefined
  if (status === 401)
    return { happened: 'Apify did not accept the payment (401)', remedy: payRemedy }
  const isKnown = type !== 'x402-payment-required' && costAdvice(type) !== undefined
  if (status !== 402 || isKnown) return undefined
  return { happened: 'Apify asks for payment (402)', remedy: payRemedy }
}

type Explain = (what: string, resource: ApiResource, data: unknown) => Explanation

interface Explanation {
  happened: string
  remedy: string
}

const EXPLANATIONS: Readonly<Record<number, Explain>> = {
  400: (what, resource, data) => ({
    happened: `The request for the ${what} was rejected (400)`,
    remedy: correction(data, resource),
  }),
  401: () => ({
    happened: 'Apify did not accept the API token (401)',
    remedy:
      'Copy the token from https://console.apify.com/settings/integrations, set APIFY_TOKEN to it and restart the server. Over HTTP, let the client send it as `Authorization: Bearer`.',
  }),
  402: () => ({
    happened: 'Apify asks for payment (402)',
    remedy:
      'The usage limit or credit of the account is used up: `whoami` shows it. Raise it at https://console.apify.com/billing, or lower `maxItems` or `maxTotalChargeUsd`.',
  }),
  403: (what) => ({
    happened: `The API token is not allowed to use the ${what} (403)`,
    remedy:
      'Give the token this permission at https://console.apify.com/settings/integrations, or use a resource of its own account.',
  }),
  404: (what, { kind }) => ({
    happened: `The ${what} was not found (404)`,
    remedy: SOURCES[kind],
  }),
  408: (what) => ({
    happened: `The request for the ${what} timed out (408)`,
    remedy: 'Call again, and ask for less.',
  }),
  413: () => ({
    happened: 'The data is too large for the API (413)',
    remedy: 'Send it in smaller parts.',
  }),
  429: () => ({
    happened: 'Apify limits the rate of requests (429)',
    remedy: 'Wait a few seconds, then call again.',
  }),
}

/** The statuses whose causes are an account of Apify. */
const OF_ACCOUNTS: readonly number[] = [401, 402, 403, 429]

function explanationOf(status: number, isLocal: boolean): Explain | undefined {
  return isLocal && OF_ACCOUNTS.includes(status) ? undefined : EXPLANATIONS[status]
}

function explainOther(what: string, status: number, isLocal: boolean): Explanation {
  const remedy = isLocal ? localRemedy(status) : otherRemedy(status)
  return { happened: `The API answered ${status} for the ${what}`, remedy }
}

function localRemedy(status: number): string {
  if (status === 501) return 'The local platform cannot do this.'
  if (status >= 500)
    return 'The problem is in the local platform: what the server wrote to stderr says more. Call again.'
  return 'Check the arguments.'
}

function otherRemedy(status: number): string {
  if (status >= 500)
    return "The problem is on Apify's side. Call again in a minute; https://status.apify.com shows outages."
  if (status < 400)
    return 'A redirect is not followed here. Check that APIFY_API_BASE_URL begins with https and names the API itself, and check HTTPS_PROXY.'
  return 'Check the arguments.'
}

/** Returns how to correct a rejected request; names at most 10 invalid items, with their reasons. */
function correction(data: unknown, { kind }: ApiResource): string {
  const parsed = invalidItems.safeParse(data)
  if (!parsed.success && (kind === 'Actor' || kind === 'task'))
    return 'Correct the arguments: `get_actor` shows the input that an Actor takes, and `validate_input` checks an input without a run.'
  if (!parsed.success) return 'Correct the arguments and call again.'
  const lines = parsed.data.invalidItems.slice(0, 10).map(({ itemPosition, validationErrors }) => {
    const reasons = (validationErrors ?? []).map((error) =>
      `${error.instancePath ?? ''} ${error.message ?? 'is invalid'}`.trim(),
    )
    return `items[${itemPosition}]: ${plainText(reasons.join(', ')) || 'is invalid'}`
  })
  const more = parsed.data.invalidItems.length - lines.length
  return `No item of this batch was stored. ${lines.join('; ')}${more > 0 ? `; and ${more} more` : ''}. Correct them and push the batch again.`
}
