import { z } from 'zod'
import { count, entries, flag, part, reference, requiredId, text, time } from './lenient.ts'

/** The events of webhooks (`WebhookEventType` of the API). */
export const WEBHOOK_EVENTS: readonly string[] = [
  ...['CREATED', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'RESURRECTED'].map(
    (event) => `ACTOR.RUN.${event}`,
  ),
  ...['CREATED', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'].map(
    (event) => `ACTOR.BUILD.${event}`,
  ),
  'TEST',
]

/**
 * Webhooks, with the fields that are read; everything except an ID may be missing. `headersTemplate` is
 * not read, since it holds credentials.
 */
const webhookFields = {
  eventTypes: z.array(z.string()).nullish().catch(undefined),
  condition: part({ actorId: reference, actorTaskId: reference, actorRunId: reference }),
  requestUrl: text,
  isAdHoc: flag,
  isEnabled: flag,
  createdAt: time,
  modifiedAt: time,
  lastDispatch: part({ status: text, finishedAt: time }),
  stats: part({ totalDispatches: count }),
}

/** `Webhook` of the API. */
export const apiWebhook = z.object({ id: requiredId, ...webhookFields, payloadTemplate: text })
export type ApiWebhook = z.output<typeof apiWebhook>

/** A webhook of a list. An entry of another form has no ID. */
const apiListedWebhook = z.object({ id: reference, ...webhookFields })
export type ApiListedWebhook = z.output<typeof apiListedWebhook>

export const apiWebhookList = z.object({ total: count, items: entries(apiListedWebhook) })

/** What triggers a webhook, by the names of the API. */
export interface WebhookCondition {
  actorId?: string
  actorTaskId?: string
  actorRunId?: string
}

/** What a webhook is changed to. A field that is undefined stays as it is. */
export interface WebhookChange {
  eventTypes?: string[] | undefined
  condition?: WebhookCondition | undefined
  requestUrl?: string | undefined
  payloadTemplate?: string | undefined
  headersTemplate?: string | undefined
  isAdHoc?: boolean | undefined
}
