import { z } from 'zod'
import type { ApiQueueHead } from '../../src/apify/types/queue-types.ts'
import { fitPage } from '../../src/budget/fit-rows.ts'
import { truncationNote } from '../../src/budget/row-page.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { limit, note, notes, ownerRunId, queueId, storageRef } from '../support/arguments.ts'
import { countOf } from '../support/count-of.ts'

export default defineTool({
  name: 'get_request_queue',
  title: 'Get request queue',
  description:
    "Counts the requests of a queue, or of a run's default queue, and shows the next ones.",
  purpose: "A queue's counts and next requests",
  toolset: 'develop',
  annotations: READ,
  payment: 'reads',
  input: z.strictObject({
    queueId: queueId.optional(),
    runId: ownerRunId.optional(),
    limit: limit.default(10),
  }),
  output: z.object({
    queueId: z.string(),
    name: z.string().optional(),
    totalRequestCount: z.number().optional(),
    handledRequestCount: z.number().optional(),
    pendingRequestCount: z.number().optional(),
    modifiedAt: z.string().optional(),
    head: z.array(z.unknown()),
    note,
  }),
  async handler({ queueId, runId, limit }, { apify, settings }) {
    const queue = await apify.getQueue(storageRef('queueId', queueId, runId))
    const { items } = await apify.queueHead(queue.id, limit)
    const rows = items.slice(0, limit).map(toRow)
    return fitPage(rows, settings.maxResultTokens, (fitted) => ({
      queueId: queue.id,
      name: queue.name ?? undefined,
      totalRequestCount: queue.totalRequestCount ?? undefined,
      handledRequestCount: queue.handledRequestCount ?? undefined,
      pendingRequestCount: queue.pendingRequestCount ?? undefined,
      modifiedAt: queue.modifiedAt ?? undefined,
      head: fitted.rows,
      note: notes(
        rows.length === 0 && 'No request is waiting.',
        fitted.rowsUsed < rows.length &&
          `${countOf(rows.length - fitted.rowsUsed, 'more request')} did not fit.`,
        truncationNote(fitted, 'set a smaller `limit`'),
      ),
    }))
  },
})

function toRow({ url, uniqueKey, method, retryCount }: ApiQueueHead['items'][number]) {
  return {
    url: url ?? undefined,
    uniqueKey: uniqueKey && uniqueKey !== url ? uniqueKey : undefined,
    method: method && method !== 'GET' ? method : undefined,
    retryCount: retryCount || undefined,
  }
}
