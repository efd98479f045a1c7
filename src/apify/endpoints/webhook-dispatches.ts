import { withoutUrlSecrets } from '../../exit/url-secrets.ts'
import type { Requester } from '../transport/requester.ts'
import { resourceId } from '../transport/resource-paths.ts'
import { type ApiDispatch, apiDispatchList, type DispatchesQuery } from '../types/dispatch-types.ts'

/** Returns the endpoint that lists what webhooks have sent. */
export function dispatchEndpoints(requester: Requester) {
  return {
    /** GET /v2/webhook-dispatches and /v2/webhooks/:id/dispatches, newest first, without credentials in URLs */
    async listDispatches({
      webhookId,
      limit,
      offset,
    }: DispatchesQuery): Promise<{ dispatches: ApiDispatch[]; total: number | undefined }> {
      const list = await requester.data(apiDispatchList, {
        method: 'GET',
        path:
          webhookId === undefined
            ? '/v2/webhook-dispatches'
            : `/v2/webhooks/${resourceId('webhookId', webhookId)}/dispatches`,
        query: { limit, offset, desc: true },
        resource:
          webhookId === undefined ? { kind: 'account' } : { kind: 'webhook', id: webhookId },
      })
      const { items, total } = list
      // The list of one webhook is documented without a query, so a server may return all of it.
      const isPage = items.length <= limit && (list.offset ?? offset) === offset
      const newest = isPage ? items : items.toSorted(newestFirst).slice(offset, offset + limit)
      return { dispatches: newest.map(shown), total: total ?? undefined }
    },
  }
}

function newestFirst(a: ApiDispatch, b: ApiDispatch): number {
  return (b.createdAt ?? '').localeCompare(a.createdAt ?? '')
}

/** Returns a dispatch without the credentials that its URL may have, also where an error repeats it. */
function shown({ webhook, calls, ...dispatch }: ApiDispatch): ApiDispatch {
  return {
    ...dispatch,
    webhook: webhook && { ...webhook, requestUrl: masked(webhook.requestUrl) },
    calls: calls?.map((call) => ({ ...call, errorMessage: masked(call.errorMessage) })),
  }
}

function masked(text: string | null | undefined): string | null | undefined {
  return text && withoutUrlSecrets(text)
}
