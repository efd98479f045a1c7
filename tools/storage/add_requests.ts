import { z } from 'zod'
import { plainHandle } from '../../src/shared/handles.ts'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import { jsonObject, note, ownerRunId, queueId, storageRef } from '../support/arguments.ts'
import { shownName, sized } from '../support/confirmation-questions.ts'
import { countOf } from '../support/count-of.ts'
import { addedNote, namesOf } from '../support/request-queues/added-note.ts'
import { httpMethod, toQueueRequests } from '../support/request-queues/queue-requests.ts'
import { shownJson } from '../support/shown-content.ts'

export default defineTool({
  name: 'add_requests',
  title: 'Add requests',
  description:
    "Adds requests to a queue, or to a run's default queue. One whose `uniqueKey` (by default its URL) is there already is not added again.",
  purpose: 'Add requests to a queue',
  toolset: 'develop',
  annotations: { ...WRITE, idempotentHint: true },
  confirm: {
    kind: 'write',
    question({ queueId, runId, requests }) {
      const ref = storageRef('queueId', queueId, runId)
      const bytes = Buffer.byteLength(JSON.stringify(toQueueRequests(requests)))
      const queue =
        'id' in ref
          ? `request queue ${shownName(plainHandle(ref.id))}`
          : `the request queue of run ${shownName(ref.runId)}`
      return `Add ${countOf(requests.length, 'request')} (${sized(bytes)}) to ${queue}?`
    },
    content: ({ requests }) => `Requests: ${shownJson(JSON.stringify(requests))}`,
  },
  input: z.strictObject({
    queueId: queueId.optional(),
    runId: ownerRunId.optional(),
    requests: z
      .array(
        z.strictObject({
          url: z.string(),
          uniqueKey: z.string().optional(),
          method: httpMethod.optional(),
          headers: jsonObject.optional(),
          payload: z.string().optional(),
          userData: jsonObject.optional(),
        }),
      )
      .min(1),
    forefront: z.boolean().describe('Handle them first').optional(),
  }),
  output: z.object({
    queueId: z.string(),
    added: z.number(),
    alreadyPresent: z.number(),
    notAdded: z.array(z.string()).optional(),
    next: z.object({ position: z.number() }).optional(),
    note,
  }),
  async handler({ queueId, runId, requests, forefront }, { apify, progress, settings }) {
    const all = toQueueRequests(requests)
    const { id } = await apify.getQueue(storageRef('queueId', queueId, runId))
    const result = await apify.addRequests(id, all, {
      forefront,
      onPart: (sent) => progress(`${sent} of ${countOf(all.length, 'request')} sent`),
    })
    return {
      queueId: id,
      added: result.added,
      alreadyPresent: result.alreadyPresent,
      notAdded: namesOf(result.refused, settings.maxResultTokens),
      next: result.sent < all.length ? { position: result.sent } : undefined,
      note: addedNote(result, all.length),
    }
  },
})
