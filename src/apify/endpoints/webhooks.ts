import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { withoutUrlSecrets } from '../../exit/url-secrets.ts'
import { createOnce } from '../delivery/create-once.ts'
import type { Requester } from '../transport/requester.ts'
import { resourceId } from '../transport/resource-paths.ts'
import type { ListRange } from '../types/list-range.ts'
import {
  type ApiWebhook,
  apiWebhook,
  apiWebhookList,
  type WebhookChange,
} from '../types/webhook-types.ts'
import { change, jsonBody, onceOnly, remove } from './saved-objects.ts'
import type { StartRules } from './start-rules.ts'

const COLLECTION = '/v2/webhooks'
const webhookPath = (id: string) => `${COLLECTION}/${resourceId('webhookId', id)}`

/** Returns the endpoints of webhooks. */
export function webhookEndpoints(requester: Requester, rules: StartRules | undefined) {
  const read = (webhookId: string): Promise<ApiWebhook> => {
    const resource = { kind: 'webhook', id: webhookId } as const
    return requester.data(apiWebhook, { method: 'GET', path: webhookPath(webhookId), resource })
  }
  return {
    /** GET /v2/webhooks/:id */
    getWebhook: async (webhookId: string): Promise<ApiWebhook> => shown(await read(webhookId)),

    /** GET /v2/webhooks, newest first */
    async listWebhooks(range: ListRange): Promise<z.output<typeof apiWebhookList>> {
      const resource = { kind: 'account' } as const
      const request = { method: 'GET', path: COLLECTION, resource } as const
      const query = { ...range, desc: true }
      const list = await requester.data(apiWebhookList, { ...request, query })
      return { ...list, items: list.items.map(shown) }
    },

    /**
     * POST /v2/webhooks. One call creates one webhook: it has a key, and the API returns the webhook of
     * that key if there is one. If the response is lost, the request with the same key finds it.
     * @throws {ApiFailure} if nobody knows whether it was created
     */
    async createWebhook(webhook: WebhookChange & { requestUrl: string }): Promise<ApiWebhook> {
      rules?.checkWebhook(webhook.requestUrl)
      const request = {
        ...onceOnly(requester),
        path: COLLECTION,
        resource: { kind: 'webhook' },
        ...jsonBody({ ...webhook, idempotencyKey: randomUUID() }),
      } as const
      const named = { kind: 'webhook', name: new URL(webhook.requestUrl).host, sent: {} } as const
      const created = await createOnce(named, requester, {
        create: () => requester.data(apiWebhook, request),
        find: (totalTimeoutMs) =>
          requester.data(apiWebhook, { ...request, retries: 0, totalTimeoutMs }),
      })
      return shown(created)
    },

    /** PUT /v2/webhooks/:id */
    async updateWebhook(webhookId: string, fields: WebhookChange): Promise<ApiWebhook> {
      rules?.checkWebhook(fields.requestUrl ?? (await read(webhookId)).requestUrl)
      const resource = { kind: 'webhook', id: webhookId } as const
      const path = webhookPath(webhookId)
      return shown(await change(requester, apiWebhook, { path, resource, fields }))
    },

    /** DELETE /v2/webhooks/:id. @param webhook as it was read before */
    deleteWebhook: ({ id }: ApiWebhook): Promise<void> =>
      remove(requester, webhookPath(id), { kind: 'webhook', id }),
  }
}

/** Returns a webhook without the credentials that its URL may have. */
function shown<W extends { requestUrl?: string | null | undefined }>(webhook: W): W {
  const { requestUrl } = webhook
  return requestUrl ? { ...webhook, requestUrl: withoutUrlSecrets(requestUrl) } : webhook
}
