import { parseJson } from '../../shared/json.ts'
import { apiError, invalidItems } from '../types/error-types.ts'
import { ApiFailure } from './api-failure.ts'
import { costAdvice } from './billing-advice.ts'

/** What a request is about, so that an error can name it and say where to find valid IDs. */
export interface ApiResource {
  kind: keyof typeof SOURCES
  id?: string
}

/** Where an agent finds a valid ID of each kind. */
const SOURCES = {
  account: 'Check APIFY_API_BASE_URL.',
  Store: 'Check APIFY_API_BASE_URL.',
  Actor: 'Find the `actorId` with `search_actors`; an Actor is named `user/name`.',
  task: 'Check the spelling: a task is named `user/name`, as on its page in Apify Console.',
  run: 'Find the `runId` with `list_runs`; `run_actor` and `run_actor_sync` return it too.',
  log: 'Use the `runId` that `run_actor` returned. A log exists once the run has started.',
  dataset: '`get_run` returns the `datasetId` of a run; `list_storages` lists other datasets.',
  'key-value store':
    '`get_run` returns the `storeId` of a run; `list_storages` lists other stores.',
  record:
    'Check `recordKey` (it is case-sensitive): `list_records` lists the keys. `get_run` returns the `storeId` of a run.',
  storage: 'Check APIFY_API_BASE_URL.',
}

/**
 * Returns the error for a response with an error status.
 *
 * @param body the first bytes of the response; only the fields of the API's own error format are used
 * @param retryAfterMs how long the API asks to wait, in milliseconds
 */
export function statusFailure(
  status: number,
  body: string,
  retryAfterMs: number | undefined,
  resource: ApiResource,
): ApiFailure {
  const { type, message, data } = errorDetail(body)
  const what = resource.id ? `${resource.kind} ${JSON.stringify(resource.id)}` : resource.kind
  const { happened, remedy } =
    EXPLANATIONS[status]?.(what, resource, data) ?? explainOther(what, status)
  const wait =
    retryAfterMs === undefined ? '' : ` Apify asks you to wait ${Math.ceil(retryAfterMs / 1000)} s.`
  return new ApiFailure(
    `${happened}${message ? `: ${message}` : '.'}`,
    `${costAdvice(type) ?? remedy}${wait}`,
    'answered',
    status,
    retryAfterMs,
    { apiMessage: message },
  )
}

type Explain = (what: string, resource: ApiResource, data: unknown) => Explanation

interface Explanation {
  happened: string
  remedy: string
}

const EXPLANATIONS: Readonly<Record<number, Explain>> = {
  400: (what, resource, data) => ({
    happened: `Apify rejected the request for the ${what} (400)`,
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
    happened: `Apify timed out on the ${what} (408)`,
    remedy: 'Call again, and ask for less.',
  }),
  413: () => ({
    happened: 'The data is too large for Apify (413)',
    remedy: 'Send it in smaller parts.',
  }),
  429: () => ({
    happened: 'Apify limits the rate of requests (429)',
    remedy: 'Wait a few seconds, then call again.',
  }),
}

function explainOther(what: string, status: number): Explanation {
  const remedy =
    status >= 500
      ? "The problem is on Apify's side. Call again in a minute; https://status.apify.com shows outages."
      : 'Check the arguments.'
  return { happened: `Apify answered ${status} for the ${what}`, remedy }
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
    return `items[${itemPosition}]: ${plain(reasons.join(', ')) || 'is invalid'}`
  })
  const more = parsed.data.invalidItems.length - lines.length
  return `No item of this batch was stored. ${lines.join('; ')}${more > 0 ? `; and ${more} more` : ''}. Correct them and push the batch again.`
}

function errorDetail(body: string): { type?: string; message: string; data?: unknown } {
  try {
    const { error } = apiError.parse(parseJson(body))
    const message = sentence(plain(error.message ?? error.type ?? ''))
    return { ...(error.type && { type: error.type }), message, data: error.data }
  } catch {
    return { message: '' }
  }
}

/** Returns a text from the API without control characters and markup, shortened to 400 characters. */
function plain(text: string): string {
  return (
    text
      // Excluding `<` keeps the time linear for a text full of `<`.
      .replace(/<[^<>]*>/g, ' ')
      .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
      .trim()
      .slice(0, 400)
  )
}

function sentence(text: string): string {
  return text === '' || /[.!?]$/.test(text) ? text : `${text}.`
}
