import { z } from 'zod'
import { count, entries, integer, part, reference, text, time } from './lenient.ts'

const apiDispatch = z.object({
  id: reference,
  webhookId: reference,
  status: text,
  eventType: text,
  createdAt: time,
  eventData: part({ actorId: reference, actorRunId: reference, actorBuildId: reference }),
  webhook: part({ requestUrl: text }),
  calls: entries(
    z.object({ startedAt: time, finishedAt: time, errorMessage: text, responseStatus: integer }),
  )
    .nullish()
    .catch(undefined),
})
export type ApiDispatch = z.output<typeof apiDispatch>

/** `ListOfWebhookDispatches` of the API. Neither headers nor bodies are read. */
export const apiDispatchList = z.object({
  total: count,
  offset: count,
  items: entries(apiDispatch),
})

/** The query of a list of dispatches, newest first; of one webhook if `webhookId` is given. */
export interface DispatchesQuery {
  webhookId?: string | undefined
  limit: number
  offset: number
}
