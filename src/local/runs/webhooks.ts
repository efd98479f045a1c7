import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { ApiError, messageOf } from '../api-error.ts'
import { USER_ID } from '../ids.ts'
import { isItem } from '../storage/item-log/item.ts'
import type { Run } from './run.ts'

const webhook = z.object({
  eventTypes: z.array(z.string()).min(1),
  requestUrl: z.url({ protocol: /^https?$/ }),
  payloadTemplate: z.string().nullish(),
  headersTemplate: z.string().nullish(),
})

/** A request to send when an event happens to a run. Applies to that run only. */
export type Webhook = z.infer<typeof webhook>

/** Apify's default payload. */
const PAYLOAD_TEMPLATE = `{
  "userId": {{userId}},
  "createdAt": {{createdAt}},
  "eventType": {{eventType}},
  "eventData": {{eventData}},
  "resource": {{resource}}
}`

/** Pauses before each retry, in milliseconds. Apify retries for longer. */
const RETRY_AFTER_MS = [1000, 2000, 4000]

/** How long a receiver may take to answer, from Apify's documentation of webhooks. */
const TIMEOUT_MS = 30_000

/**
 * Parses the query parameter `webhooks`: JSON in base64.
 * @throws {ApiError} 400 `invalid-parameter`
 */
export function parseWebhooks(text: string | undefined): Webhook[] {
  if (!text) return []
  try {
    return z.array(webhook).parse(JSON.parse(Buffer.from(text, 'base64').toString('utf8')))
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    const rule = 'The query parameter "webhooks" must be a JSON array in base64, such as'
    const example = '[{"eventTypes":["ACTOR.RUN.SUCCEEDED"],"requestUrl":"https://…"}]'
    throw new ApiError(400, 'invalid-parameter', `${rule} ${example}: ${reason}`)
  }
}

/**
 * Sends an event to the webhooks that ask for it. Rejects if one could not be delivered.
 * @param signal stops the attempts
 */
export async function dispatch(
  webhooks: Webhook[],
  eventType: string,
  run: Run,
  signal: AbortSignal,
): Promise<void> {
  const asked = webhooks.filter(({ eventTypes }) => eventTypes.includes(eventType))
  await Promise.all(asked.map((one) => deliver(one, eventType, run, signal)))
}

async function deliver(one: Webhook, eventType: string, run: Run, signal: AbortSignal) {
  const values = {
    userId: USER_ID,
    createdAt: new Date().toISOString(),
    eventType,
    eventData: { actorId: run.actId, actorRunId: run.id },
    resource: run,
  }
  const body = fill(one.payloadTemplate ?? PAYLOAD_TEMPLATE, values)
  const headers = z
    .record(z.string(), z.string())
    .parse(JSON.parse(fill(one.headersTemplate ?? '{}', values)))
  for (let attempt = 0; ; attempt++) {
    const problem = await send(
      one.requestUrl,
      { 'content-type': 'application/json', ...headers },
      body,
      signal,
    )
    if (problem === undefined || signal.aborted) return
    const pause = RETRY_AFTER_MS[attempt]
    if (pause === undefined) {
      throw new Error(
        `The webhook ${one.requestUrl} of run ${run.id} was not delivered: ${problem}`,
      )
    }
    await delay(pause, undefined, { signal }).catch(() => {})
  }
}

/** Sends one request. Returns undefined on success, or else the reason of the failure. */
async function send(
  url: string,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
) {
  try {
    const until = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])
    const response = await fetch(url, { method: 'POST', headers, body, signal: until })
    await response.body?.cancel()
    return response.ok ? undefined : `HTTP ${response.status}`
  } catch (error) {
    return messageOf(error)
  }
}

/** Replaces `{{name}}` and `{{name.field}}` by values as JSON. */
function fill(template: string, values: object): string {
  return template.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_, path: string) => {
    const value = path
      .split('.')
      .reduce<unknown>((from, name) => (isItem(from) ? from[name] : undefined), values)
    return JSON.stringify(value ?? null)
  })
}
