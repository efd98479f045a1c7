import { z } from 'zod'
import { invalidValue } from '../api-error.ts'
import { USER_ID } from '../ids.ts'
import { eventType, webhookRequest } from './ad-hoc.ts'

const condition = z.object({
  actorId: z.string().nullish(),
  actorTaskId: z.string().nullish(),
  actorRunId: z.string().nullish(),
})

/** Of what a webhook wants to know: what has all the ids that are given. */
export type Condition = z.infer<typeof condition>

/** What a client may set on a stored webhook. */
export const webhookChange = webhookRequest.partial().extend({
  eventTypes: webhookRequest.shape.eventTypes.nullish(),
  requestUrl: webhookRequest.shape.requestUrl.nullish(),
  condition: condition.nullish(),
  isAdHoc: z.boolean().nullish(),
  description: z.string().nullish(),
})

export type WebhookChange = z.infer<typeof webhookChange>

/** What a client must set on a new one. */
export const newWebhook = webhookChange.extend({
  eventTypes: webhookRequest.shape.eventTypes,
  requestUrl: webhookRequest.shape.requestUrl,
  condition,
  idempotencyKey: z.string().nullish(),
})

export type NewWebhook = z.infer<typeof newWebhook>

export const webhookSchema = z.object({
  id: z.string(),
  createdAt: z.string(),
  modifiedAt: z.string(),
  isAdHoc: z.boolean(),
  eventTypes: z.array(eventType),
  condition,
  requestUrl: z.string(),
  payloadTemplate: z.string().nullable(),
  headersTemplate: z.string().nullable(),
  shouldInterpolateStrings: z.boolean(),
  ignoreSslErrors: z.boolean(),
  doNotRetry: z.boolean(),
  description: z.string().nullable(),
  /** A second webhook with the same one is this one. */
  idempotencyKey: z.string().nullable(),
  totalDispatches: z.number(),
  lastDispatch: z
    .object({
      status: z.enum(['ACTIVE', 'SUCCEEDED', 'FAILED']),
      finishedAt: z.string().nullable(),
    })
    .nullable(),
})

/** A webhook as it is stored. */
export type Webhook = z.infer<typeof webhookSchema>

/**
 * Returns a webhook with what a change gives.
 * @throws {ApiError} 400 if its condition names nothing
 */
export function changedWebhook(base: Webhook, change: WebhookChange): Webhook {
  const { payloadTemplate, headersTemplate, description, ...rest } = change
  const texts = { payloadTemplate, headersTemplate, description }
  const given = [
    ...Object.entries(rest).filter(([, value]) => value != null),
    // Null clears a text.
    ...Object.entries(texts).filter(([, value]) => value !== undefined),
  ]
  const changed = webhookSchema.parse({ ...base, ...Object.fromEntries(given) })
  const { actorId, actorTaskId, actorRunId } = changed.condition
  if (actorId || actorTaskId || actorRunId) return changed
  throw invalidValue(
    'The condition of a webhook needs an actorId, an actorTaskId or an actorRunId.',
  )
}

/** Returns the API's Webhook object. */
export function describeWebhook({ totalDispatches, idempotencyKey: _, ...rest }: Webhook) {
  return { ...rest, userId: USER_ID, stats: { totalDispatches } }
}

/** Returns the API's WebhookShort object, for listings. It has fields that the API's Webhook has not. */
export function describeWebhookShort(one: Webhook) {
  const {
    payloadTemplate: _,
    headersTemplate: __,
    description: ___,
    ...rest
  } = describeWebhook(one)
  return { ...rest, isApifyIntegration: false, isEnabled: true, actionType: 'HTTP_REQUEST' }
}
