import { z } from 'zod'
import type { ApiDispatch } from '../../src/apify/types/dispatch-types.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { limit, next, note, position, webhookId } from '../support/arguments.ts'
import { shownUrl } from '../support/automation/shown-webhook.ts'
import { listPage } from '../support/list-page.ts'
import { oneLine } from '../support/text/one-line.ts'

export default defineTool({
  name: 'list_webhook_dispatches',
  title: 'List webhook dispatches',
  description:
    'Lists what webhooks sent, newest first: event, status, times, and the response status of the last attempt.',
  purpose: 'What webhooks sent and got back',
  toolset: 'develop',
  annotations: READ,
  input: z.strictObject({
    webhookId: webhookId.optional(),
    limit: limit.default(20),
    offset: position.default(0),
  }),
  output: z.object({ dispatches: z.array(z.unknown()), total: z.number().optional(), next, note }),
  async handler(query, { apify, settings }) {
    const { dispatches, total } = await apify.listDispatches(query)
    const list = {
      rows: dispatches.map(toRow),
      total,
      idField: 'dispatchId',
      emptyNote: 'The list is empty: nothing was sent.',
    }
    return listPage(list, query, settings, (dispatches, parts) => ({ dispatches, ...parts }))
  },
})

function toRow({ id, calls, eventData, webhook, ...dispatch }: ApiDispatch) {
  const last = calls?.at(-1)
  return {
    dispatchId: id ?? undefined,
    webhookId: dispatch.webhookId ?? undefined,
    status: oneLine(dispatch.status),
    eventType: oneLine(dispatch.eventType),
    requestUrl: shownUrl(webhook?.requestUrl),
    createdAt: dispatch.createdAt ?? undefined,
    runId: eventData?.actorRunId ?? undefined,
    buildId: eventData?.actorBuildId ?? undefined,
    attempts: calls?.length,
    startedAt: last?.startedAt ?? undefined,
    finishedAt: last?.finishedAt ?? undefined,
    responseStatus: last?.responseStatus ?? undefined,
    error: oneLine(last?.errorMessage),
  }
}
