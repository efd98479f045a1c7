import { ToolError } from '../../shared/errors.ts'
import type { ApiResource } from './api-resource.ts'

/**
 * How far a failed request got: `not-sent` never reached the API, `answered` has a status, `lost`
 * may or may not have been carried out.
 */
export type Delivery = 'not-sent' | 'answered' | 'lost'

/** A failed request, explained for the agent, with details for the code. */
export class ApiFailure extends ToolError {
  override name = 'ApiFailure'
  /** The API's own message, without control characters and markup. */
  readonly apiMessage: string | undefined
  /** Whether a proxy, a firewall or a gateway answered in place of the API. */
  readonly foreign: boolean
  /** What the request was about, if the API itself answered it. */
  readonly resource: ApiResource | undefined

  constructor(
    happened: string,
    remedy: string,
    readonly delivery: Delivery,
    readonly status?: number,
    readonly retryAfterMs?: number,
    options?: ErrorOptions & { apiMessage?: string; foreign?: boolean; resource?: ApiResource },
  ) {
    super(happened, remedy, options)
    this.apiMessage = options?.apiMessage
    this.foreign = options?.foreign ?? false
    this.resource = options?.resource
  }

  /** Whether the same request may succeed a moment later. */
  get transient(): boolean {
    if (this.status === undefined) return true
    return this.status === 429 || this.status === 408 || this.status >= 500
  }
}

/** Statuses below 500 that only say that somebody stopped waiting: the API, or a gateway (499). */
const GAVE_UP: readonly (number | undefined)[] = [408, 499]

/** An API that does not know an operation has not carried it out. */
const NOT_IMPLEMENTED = 501

/**
 * Returns whether a failed request may have been carried out anyway. Only one that was not sent, or that
 * was refused by its status, certainly was not.
 */
export function isAmbiguous(error: unknown): error is ApiFailure {
  if (!(error instanceof ApiFailure) || error.status === NOT_IMPLEMENTED) return false
  return error.delivery === 'lost' || GAVE_UP.includes(error.status) || (error.status ?? 0) >= 500
}
