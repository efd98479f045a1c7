import { z } from 'zod'
import { ApiError } from '../api-error.ts'
import { isTemplate } from './template.ts'

/** The events that the API knows. */
export const eventType = z.enum([
  'ACTOR.BUILD.ABORTED',
  'ACTOR.BUILD.CREATED',
  'ACTOR.BUILD.FAILED',
  'ACTOR.BUILD.SUCCEEDED',
  'ACTOR.BUILD.TIMED_OUT',
  'ACTOR.RUN.ABORTED',
  'ACTOR.RUN.CREATED',
  'ACTOR.RUN.FAILED',
  'ACTOR.RUN.RESURRECTED',
  'ACTOR.RUN.SUCCEEDED',
  'ACTOR.RUN.TIMED_OUT',
  'TEST',
])

export type EventType = z.infer<typeof eventType>

const template = z
  .string()
  .refine(isTemplate, 'must be JSON with variables, such as {"id":{{resource.id}}}')
  .nullish()

/** What a client may set on any webhook. */
export const webhookRequest = z.object({
  eventTypes: z.array(eventType).min(1),
  requestUrl: z.url({ protocol: /^https?$/ }),
  payloadTemplate: template,
  headersTemplate: template,
  shouldInterpolateStrings: z.boolean().nullish(),
  ignoreSslErrors: z.boolean().nullish(),
  doNotRetry: z.boolean().nullish(),
})

const adHocWebhook = webhookRequest.extend({ idempotencyKey: z.string().nullish() })

/** A webhook that the start of a run names. It applies to that run only. */
export type AdHocWebhook = z.infer<typeof adHocWebhook>

/**
 * Parses the query parameter `webhooks`: JSON in base64.
 * @throws {ApiError} 400 `invalid-parameter`
 */
export function parseWebhooks(text: string | undefined): AdHocWebhook[] {
  if (!text) return []
  try {
    return z.array(adHocWebhook).parse(JSON.parse(Buffer.from(text, 'base64').toString('utf8')))
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    const rule = 'The query parameter "webhooks" must be a JSON array in base64, such as'
    const example = '[{"eventTypes":["ACTOR.RUN.SUCCEEDED"],"requestUrl":"https://…"}]'
    throw new ApiError(400, 'invalid-parameter', `${rule} ${example}: ${reason}`)
  }
}
