import { z } from 'zod'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { webhookId } from '../support/arguments.ts'
import { shownWebhook, webhookResult } from '../support/automation/shown-webhook.ts'

export default defineTool({
  name: 'get_webhook',
  title: 'Get webhook',
  description: 'Shows a webhook: its events, URL, payload, and how it went last.',
  purpose: 'A webhook and its last call',
  toolset: 'automation',
  annotations: READ,
  input: z.strictObject({ webhookId }),
  output: webhookResult,
  handler: async ({ webhookId }, { apify }) => shownWebhook(await apify.getWebhook(webhookId)),
})
