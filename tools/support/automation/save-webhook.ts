import type {
  ApiWebhook,
  WebhookChange,
  WebhookCondition,
} from '../../../src/apify/types/webhook-types.ts'
import { WEBHOOK_EVENTS } from '../../../src/apify/types/webhook-types.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import { quotedName } from '../../../src/shared/quote.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { nothingToChange } from './saved-request.ts'

/** What a call saves. Fields that are undefined stay as they are. */
export interface WebhookRequest extends Omit<WebhookChange, 'condition'> {
  webhookId?: string | undefined
  actorId?: string | undefined
  taskId?: string | undefined
  runId?: string | undefined
}

/**
 * Creates a webhook, or changes the given fields of one.
 * @throws {ToolError} before anything is sent, if the request is not valid
 */
export async function saveWebhook(
  request: WebhookRequest,
  { apify }: Context,
): Promise<ApiWebhook> {
  checkWebhookRequest(request)
  const { webhookId, actorId, taskId, runId, requestUrl, ...given } = request
  const condition = await conditionOf(request, apify)
  // The API takes a condition with a run only for webhooks that end with it.
  const isAdHoc = given.isAdHoc ?? (runId === undefined ? undefined : true)
  const change: WebhookChange = { ...given, requestUrl, condition, isAdHoc }
  if (webhookId === undefined && requestUrl !== undefined)
    return apify.createWebhook({ ...change, requestUrl, isAdHoc: isAdHoc ?? false })
  if (Object.values(change).every((value) => value === undefined)) throw nothingToChange('webhook')
  return apify.updateWebhook(webhookId ?? '', change)
}

/**
 * Checks what can be known of a request without the API.
 * @throws {ToolError} if it neither creates nor changes a webhook
 */
export function checkWebhookRequest(request: WebhookRequest): void {
  const { webhookId, eventTypes, requestUrl } = request
  const targets = [request.actorId, request.taskId, request.runId].filter((id) => id !== undefined)
  if (targets.length > 1) {
    throw new ToolError(
      'More than one of `actorId`, `taskId` and `runId` is given, so no webhook was saved.',
      'Give the one whose events it is for.',
    )
  }
  checkUrl(requestUrl)
  checkEvents(eventTypes)
  if (webhookId !== undefined) return
  const missing = [
    !eventTypes && '`eventTypes`',
    requestUrl === undefined && '`requestUrl`',
    targets.length === 0 && '`actorId`, `taskId` or `runId`',
  ].filter(Boolean)
  if (missing.length === 0) return
  throw new ToolError(
    `Missing for a new webhook: ${missing.join('; ')}. Nothing was saved.`,
    'Give them, or give `webhookId` to change a webhook.',
  )
}

function checkUrl(requestUrl: string | undefined): void {
  if (requestUrl === undefined) return
  const url = URL.canParse(requestUrl) ? new URL(requestUrl) : undefined
  if (url && /^https?:$/.test(url.protocol)) return
  throw new ToolError(
    '`requestUrl` is not an http(s) URL, so no webhook was saved.',
    'Give one such as `https://example.com/hook`.',
  )
}

function checkEvents(eventTypes: readonly string[] | undefined): void {
  const unknown = eventTypes?.filter((event) => !WEBHOOK_EVENTS.includes(event)) ?? []
  if (eventTypes?.length !== 0 && unknown.length === 0) return
  const [first] = unknown
  throw new ToolError(
    `\`eventTypes\` ${first === undefined ? 'is empty' : `has ${quotedName(first)}, which is not an event`}, so no webhook was saved.`,
    `Events are ${WEBHOOK_EVENTS.join(', ')}.`,
  )
}

/** Returns the condition of a webhook, which the API takes by ids alone; undefined if the call gives none. */
async function conditionOf(
  { actorId, taskId, runId }: WebhookRequest,
  apify: Context['apify'],
): Promise<WebhookCondition | undefined> {
  if (actorId !== undefined) return { actorId: (await apify.getActor(actorId)).id }
  if (taskId !== undefined) return { actorTaskId: (await apify.getTask(taskId)).id }
  return runId === undefined ? undefined : { actorRunId: (await apify.getRun(runId)).runId }
}
