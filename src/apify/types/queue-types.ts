import { z } from 'zod'
import { count, entries, flag, requiredId, text, time } from './lenient.ts'

/** `RequestQueue` of the API. */
export const apiQueue = z.object({
  id: requiredId,
  name: text,
  createdAt: time,
  modifiedAt: time,
  totalRequestCount: count,
  handledRequestCount: count,
  pendingRequestCount: count,
})
export type ApiQueue = z.output<typeof apiQueue>

/** `RequestQueueHead` of the API: the requests that come next. */
export const apiQueueHead = z.object({
  items: entries(
    z.object({ id: text, uniqueKey: text, url: text, method: text, retryCount: count }),
  ),
})
export type ApiQueueHead = z.output<typeof apiQueueHead>

const processed = z.object({ uniqueKey: text, wasAlreadyPresent: flag }).catch({})
const unprocessed = z.object({ uniqueKey: text }).catch({})

/** `BatchAddResult` of the API. A list of another form does not say what became of the requests. */
export const apiBatchAdded = z.object({
  processedRequests: z.array(processed),
  unprocessedRequests: z.array(unprocessed).nullish(),
})

/** A request for a queue, as the API takes it. */
export interface QueueRequest {
  url: string
  uniqueKey: string
  method?: string | undefined
  headers?: Record<string, unknown> | undefined
  payload?: string | undefined
  userData?: Record<string, unknown> | undefined
}

/** What became of requests that were sent to a queue. */
export interface AddedRequests {
  /** Requests that the queue did not have before. */
  added: number
  /** Requests that it had already, by their `uniqueKey`. */
  alreadyPresent: number
  /** Requests that the API did not take, although they were sent several times. */
  refused: QueueRequest[]
  /** Whether a part was sent again whose response was lost, so that it may have added what is now there already. */
  isRepeated?: boolean
  /** How many requests, from the first on, were sent. Fewer than all if the call ran out of time. */
  sent: number
}
