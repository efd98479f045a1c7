import { z } from 'zod'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { limit, next, note, position } from '../support/arguments.ts'
import { webhookRow } from '../support/automation/shown-webhook.ts'
import { listPage } from '../support/list-page.ts'

export default defineTool({
  name: 'list_webhooks',
  title: 'List webhooks',
  description: 'Lists webhooks of the account, newest first.',
  purpose: 'List webhooks',
  toolset: 'automation',
  annotations: READ,
  input: z.strictObject({ limit: limit.default(20), offset: position.default(0) }),
  output: z.object({ webhooks: z.array(z.unknown()), total: z.number().optional(), next, note }),
  async handler(range, { apify, settings }) {
    const { items, total } = await apify.listWebhooks(range)
    const list = {
      rows: items.map(webhookRow),
      total,
      idField: 'webhookId',
      emptyNote: 'There is no webhook.',
    }
    return listPage(list, range, settings, (webhooks, parts) => ({ webhooks, ...parts }))
  },
})
