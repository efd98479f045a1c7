import { plainHandle } from '../../../src/shared/handles.ts'
import { shownName } from '../confirmation-questions.ts'
import { shownText } from '../shown-content.ts'
import { checkWebhookRequest, type WebhookRequest } from './save-webhook.ts'
import { fieldsOf } from './saved-request.ts'

/** The longest host, and nearly all addresses are shorter than the second, in characters. */
const MAX_HOST_CHARS = 256
const MAX_URL_CHARS = 400

/**
 * Returns what a person is asked before a webhook is saved, which sends data to an address.
 * @throws {ToolError} if the webhook would be refused
 */
export function webhookQuestion(request: WebhookRequest): string {
  checkWebhookRequest(request)
  const { webhookId, eventTypes, requestUrl, ...rest } = request
  const { actorId, taskId, runId } = rest
  const target =
    (actorId !== undefined && `Actor ${shownName(plainHandle(actorId))}`) ||
    (taskId !== undefined && `task ${shownName(plainHandle(taskId))}`) ||
    (runId !== undefined && `run ${shownName(runId)}`)
  return [
    webhookId === undefined
      ? `Create a webhook of ${target}?`
      : `Change ${fieldsOf({ eventTypes, requestUrl, ...rest })} of webhook ${shownName(webhookId)}?`,
    requestUrl && urlSentence(requestUrl),
    eventTypes && `Events: ${eventTypes.join(', ')}.`,
    rest.headersTemplate !== undefined && 'It sends headers of its own.',
  ]
    .filter(Boolean)
    .join(' ')
}

/** Returns the payload that would be sent as a question shows it. */
export function webhookContent({ payloadTemplate }: WebhookRequest): string | undefined {
  return payloadTemplate === undefined ? undefined : `Payload: ${shownText(payloadTemplate)}`
}

/** Names the host first, if the URL is spelled so that it is hard to see. */
function urlSentence(requestUrl: string): string {
  const { protocol, host } = new URL(requestUrl)
  const shown = shownName(requestUrl, MAX_URL_CHARS)
  return requestUrl.startsWith(`${protocol}//${host}`)
    ? `It sends data to ${shown}.`
    : `It sends data to host ${shownName(host, MAX_HOST_CHARS)}, at ${shown}.`
}
