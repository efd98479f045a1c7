import { z } from 'zod'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import { note, webhookId } from '../support/arguments.ts'
import { shownWebhook, webhookResult } from '../support/automation/shown-webhook.ts'
import { shownName } from '../support/confirmation-questions.ts'

export default defineTool({
  name: 'delete_webhook',
  title: 'Delete webhook',
  description: 'Deletes a webhook and returns what it was. This cannot be undone.',
  purpose: 'Delete a webhook',
  toolset: 'automation',
  annotations: { ...WRITE, destructiveHint: true },
  confirm: {
    kind: 'write',
    question: ({ webhookId }) =>
      `Delete webhook ${shownName(webhookId)}? It sends nothing any more. This cannot be undone.`,
  },
  input: z.strictObject({ webhookId }),
  output: z.object({ deleted: webhookResult, note }),
  async handler({ webhookId }, { apify }) {
    const webhook = await apify.getWebhook(webhookId)
    await apify.deleteWebhook(webhook)
    return {
      deleted: shownWebhook(webhook),
      note: 'Its events send nothing to that URL any more.',
    }
  },
})
