import { ToolError } from '../../shared/errors.ts'
import { parseJson } from '../../shared/json.ts'
import { apiError, invalidItems } from '../types/run-types.ts'
import { costAdvice } from './billing-advice.ts'

/** What a request was resource, so that an error can name it and say where right ids come from. */
export interface ApiResource {
  kind: keyof typeof SOURCES
  id?: string
}

/**
 * How far a failed request got: `not-sent` never reached the API's work, `answered` has a status,
 * `lost` may or may not have been carried out.
 */
export type Delivery = 'not-sent' | 'answered' | 'lost'

/** A request that failed, explained for the agent and still readable for the code. */
export class ApiFailure extends ToolError {
  override name = 'ApiFailure'
  /** What the API itself said, cleaned. */
  readonly apiMessage: string | undefined

  constructor(
    happened: string,
    remedy: string,
    readonly delivery: Delivery,
    readonly status?: number,
    readonly retryAfterMs?: number,
    options?: ErrorOptions & { apiMessage?: string },
  ) {
    super(happened, remedy, options)
    this.apiMessage = options?.apiMessage
  }

  /** Whether the same request may do better a moment later. */
  get transient(): boolean {
    if (this.status === undefined) return true
    return this.status === 429 || this.status === 408 || this.status >= 500
  }
}

/** Where an agent finds a right id of each kind. */
const SOURCES = {
  account: 'Check APIFY_API_BASE_URL.',
  Store: 'Check APIFY_API_BASE_URL.',
  Actor: '`search_actors` finds the right `actorId`; an Actor is named `user/name`.',
  task: 'Check the spelling: a task is named `user/name`, as its page in Apify Console shows it.',
  run: '`list_runs` shows the right `runId`; `run_actor` and `run_actor_sync` return it.',
  log: 'Take the `runId` that `run_actor` returned; a log exists as soon as the run has started.',
  dataset: '`get_run` returns the `datasetId` of a run, `list_storages` finds others.',
  'key-value store': '`get_run` returns the `storeId` of a run, `list_storages` finds others.',
  record:
    'Check `recordKey` (upper and lower case count): `list_records` shows the keys; `get_run` returns the `storeId` of a run.',
  storage: 'Check APIFY_API_BASE_URL.',
}

/** @param body the first bytes of the answer; only a message of the API's own error shape is used */
export function statusFailure(
  status: number,
  body: string,
  retryAfterMs: number | undefined,
  resource: ApiResource,
): ApiFailure {
  const { type, message, data } = errorDetail(body)
  const [happened, usual] = explainStatus(status, message, data, resource)
  const advice = costAdvice(type) ?? usual
  const wait =
    retryAfterMs === undefined ? '' : ` Apify asks to wait ${Math.ceil(retryAfterMs / 1000)} s.`
  const remedy = `${advice}${wait}`
  return new ApiFailure(happened, remedy, 'answered', status, retryAfterMs, { apiMessage: message })
}

function explainStatus(
  status: number,
  message: string,
  data: unknown,
  resource: ApiResource,
): [happened: string, remedy: string] {
  const apiMessage = message ? `: ${message}` : '.'
  const what = resource.id ? `${resource.kind} ${JSON.stringify(resource.id)}` : resource.kind
  switch (status) {
    case 400:
      return [
        `Apify refused the request for the ${what} (400)${apiMessage}`,
        correction(data, resource),
      ]
    case 401:
      return [
        `Apify did not accept the API token (401)${apiMessage}`,
        'Take the token shown at https://console.apify.com/settings/integrations: set APIFY_TOKEN to it and restart the server, or over HTTP let the client send it as `Authorization: Bearer`.',
      ]
    case 402:
      return [
        `Apify asks for payment (402)${apiMessage}`,
        'The usage limit or credit of the account is used up: `whoami` shows it. See https://console.apify.com/billing, or lower `maxItems` or `maxTotalChargeUsd`.',
      ]
    case 403:
      return [
        `The API token may not use the ${what} (403)${apiMessage}`,
        'Give the token that permission at https://console.apify.com/settings/integrations, or use a resource of its own account.',
      ]
    case 404:
      return [`The ${what} was not found (404)${apiMessage}`, SOURCES[resource.kind]]
    case 408:
      return [
        `Apify ran out of time on the ${what} (408)${apiMessage}`,
        'Call again, with less to do.',
      ]
    case 413:
      return [`The data is too large for Apify (413)${apiMessage}`, 'Send it in smaller parts.']
    case 429:
      return [
        `Apify limits the rate of requests (429)${apiMessage}`,
        'Wait some seconds, then call again.',
      ]
    default:
      return [
        `Apify answered ${status} for the ${what}${apiMessage}`,
        status >= 500
          ? 'The fault is on their side: call again in a minute; https://status.apify.com shows outages.'
          : 'Check the arguments.',
      ]
  }
}

/** Names refused items by position with their reasons; at most 10, a page of errors helps nobody. */
function correction(data: unknown, { kind }: ApiResource): string {
  const parsed = invalidItems.safeParse(data)
  if (!parsed.success && (kind === 'Actor' || kind === 'task'))
    return 'Correct the arguments: `get_actor` shows the input that an Actor takes, and `validate_input` tries one without a run.'
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

/** Upstream words, without control characters, markup or length. */
function plain(text: string): string {
  return (
    text
      // No `<` inside, so that a text of nothing but them takes no quadratic time.
      .replace(/<[^<>]*>/g, ' ')
      .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
      .trim()
      .slice(0, 400)
  )
}

function sentence(text: string): string {
  return text === '' || /[.!?]$/.test(text) ? text : `${text}.`
}

/** Whether a request that failed may have been carried out all the same. */
export function isAmbiguous(error: unknown): error is ApiFailure {
  if (!(error instanceof ApiFailure)) return false
  return error.delivery === 'lost' || error.status === 408 || (error.status ?? 0) >= 500
}
