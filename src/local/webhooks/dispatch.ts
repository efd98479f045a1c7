import { z } from 'zod'
import { USER_ID } from '../ids.ts'
import { eventType } from './ad-hoc.ts'
import { callSchema } from './post.ts'
import type { Webhook } from './webhook.ts'

const eventData = z.object({
  actorId: z.string(),
  actorRunId: z.string().optional(),
  actorBuildId: z.string().optional(),
  actorTaskId: z.string().nullish(),
})

/** What an event happened to. */
export type EventData = z.infer<typeof eventData>

export const dispatchSchema = z.object({
  id: z.string(),
  webhookId: z.string(),
  createdAt: z.string(),
  /** `ACTIVE` until it is delivered or given up. */
  status: z.enum(['ACTIVE', 'SUCCEEDED', 'FAILED']),
  eventType,
  eventData: eventData.nullable(),
  calls: z.array(callSchema),
})

/** One event that a webhook tells its receiver, as it is stored. */
export type Dispatch = z.infer<typeof dispatchSchema>

/**
 * Returns the API's WebhookDispatch object.
 * @param webhook undefined if it has been deleted
 */
export function describeDispatch(one: Dispatch, webhook: Webhook | undefined) {
  const { condition, requestUrl, isAdHoc } = webhook ?? {}
  const summary = webhook && { actionType: 'HTTP_REQUEST', condition, requestUrl, isAdHoc }
  return { ...one, userId: USER_ID, webhook: summary ?? null }
}
