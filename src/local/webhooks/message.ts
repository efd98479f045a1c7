import { z } from 'zod'
import { USER_ID } from '../ids.ts'
import type { Dispatch } from './dispatch.ts'
import { fillTemplate } from './template.ts'
import type { Webhook } from './webhook.ts'

/** Apify's default payload. */
const PAYLOAD_TEMPLATE = `{
  "userId": {{userId}},
  "createdAt": {{createdAt}},
  "eventType": {{eventType}},
  "eventData": {{eventData}},
  "resource": {{resource}}
}`

const headerValues = z.record(z.string(), z.coerce.string())

/**
 * Returns what a webhook sends to its receiver.
 * @param resource the run or the build that the event happened to; null if there is none
 * @throws {Error} if the headers are no object
 */
export function messageFor(webhook: Webhook, dispatch: Dispatch, resource: object | null) {
  const { createdAt, eventType, eventData } = dispatch
  const values = { userId: USER_ID, createdAt, eventType, eventData, resource }
  const fill = (template: string) =>
    fillTemplate(template, values, webhook.shouldInterpolateStrings)
  const own = headerValues.parse(JSON.parse(fill(webhook.headersTemplate || '{}')))
  return {
    body: fill(webhook.payloadTemplate || PAYLOAD_TEMPLATE),
    headers: withFixed(own, dispatch),
  }
}

/** Adds the headers that the API's description keeps for itself. They win over those of the template. */
function withFixed(own: Record<string, string>, { id, webhookId }: Dispatch) {
  const fixed: Record<string, string> = {
    'content-type': 'application/json',
    'x-apify-webhook': webhookId,
    'x-apify-webhook-dispatch-id': id,
    'x-apify-request-origin': 'WEBHOOK',
  }
  const rest = Object.entries(own).filter(([name]) => {
    const known = name.toLowerCase()
    return known !== 'host' && !Object.hasOwn(fixed, known)
  })
  return { ...Object.fromEntries(rest), ...fixed }
}
