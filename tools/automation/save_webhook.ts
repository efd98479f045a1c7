import { z } from 'zod'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import { actorId, note, notes, runId, savedTaskId, webhookId } from '../support/arguments.ts'
import { saveWebhook } from '../support/automation/save-webhook.ts'
import { shownWebhook, webhookResult } from '../support/automation/shown-webhook.ts'
import { webhookContent, webhookQuestion } from '../support/automation/webhook-question.ts'
import { webhookNote } from '../support/run/webhook-note.ts'

export default defineTool({
  name: 'save_webhook',
  title: 'Save webhook',
  description:
    'Creates a webhook, a POST to a URL on events of one Actor, task or run, and returns it. With `webhookId`, changes only the given fields of one.',
  purpose: 'Call a URL on run events',
  toolset: 'automation',
  annotations: { ...WRITE, destructiveHint: true },
  confirm: { kind: 'write', question: webhookQuestion, content: webhookContent },
  input: z.strictObject({
    webhookId: webhookId.describe('Id of a webhook to change').optional(),
    eventTypes: z
      .array(z.string())
      .describe(
        'Such as `ACTOR.RUN.SUCCEEDED`; `RUN` or `BUILD`; also FAILED, TIMED_OUT, ABORTED, CREATED',
      )
      .optional(),
    requestUrl: z.string().optional(),
    actorId: actorId.optional(),
    taskId: savedTaskId.optional(),
    runId: runId.optional(),
    payloadTemplate: z.string().optional(),
    headersTemplate: z.string().describe('JSON; never shown again').optional(),
    isAdHoc: z.boolean().describe('True by default for a run').optional(),
  }),
  literal: ['payloadTemplate', 'headersTemplate'],
  output: webhookResult.extend({ note }),
  async handler(request, context) {
    const webhook = await saveWebhook(request, context)
    const warning = webhookNote(request.requestUrl, context.settings)
    return { ...shownWebhook(webhook), note: notes(warning) }
  },
})
