import { z } from 'zod'
import type { ApiListedWebhook, ApiWebhook } from '../../../src/apify/types/webhook-types.ts'
import { oneLine } from '../text/one-line.ts'

/** Addresses are shortened, in characters. */
const MAX_URL_CHARS = 400

const text = z.string().optional()

/** A webhook as every tool shows it. */
export const webhookResult = z.object({
  webhookId: z.string(),
  eventTypes: z.array(z.string()).optional(),
  actorId: text,
  taskId: text,
  runId: text,
  requestUrl: text,
  isAdHoc: z.boolean().optional(),
  isEnabled: z.boolean().optional(),
  payloadTemplate: text,
  totalDispatches: z.number().optional(),
  lastDispatch: z.object({ status: text, finishedAt: text }).optional(),
  createdAt: text,
  modifiedAt: text,
})

/** Returns what results show of a webhook. */
export function shownWebhook(webhook: ApiWebhook): z.input<typeof webhookResult> {
  return {
    webhookId: webhook.id,
    ...summary(webhook),
    payloadTemplate: webhook.payloadTemplate ?? undefined,
    totalDispatches: webhook.stats?.totalDispatches ?? undefined,
    createdAt: webhook.createdAt ?? undefined,
    modifiedAt: webhook.modifiedAt ?? undefined,
  }
}

/** Returns the URL of a webhook as every tool shows it. The API client gives it without credentials. */
export function shownUrl(requestUrl: string | null | undefined): string | undefined {
  return oneLine(requestUrl, MAX_URL_CHARS)
}

/** Returns what a list shows of a webhook. */
export function webhookRow(webhook: ApiListedWebhook): object {
  return {
    webhookId: webhook.id ?? undefined,
    ...summary(webhook),
    createdAt: webhook.createdAt ?? undefined,
  }
}

function summary({ condition, lastDispatch, ...webhook }: Omit<ApiListedWebhook, 'id'>) {
  return {
    eventTypes: webhook.eventTypes?.map((event) => oneLine(event, 60) ?? ''),
    actorId: condition?.actorId ?? undefined,
    taskId: condition?.actorTaskId ?? undefined,
    runId: condition?.actorRunId ?? undefined,
    requestUrl: shownUrl(webhook.requestUrl),
    isAdHoc: webhook.isAdHoc ?? undefined,
    isEnabled: webhook.isEnabled ?? undefined,
    lastDispatch: lastDispatch
      ? {
          status: lastDispatch.status ?? undefined,
          finishedAt: lastDispatch.finishedAt ?? undefined,
        }
      : undefined,
  }
}
