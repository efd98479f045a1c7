import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { ToolError, toToolError } from '../../shared/errors.ts'
import { type CallTimes, timeLeft } from '../transport/timeouts.ts'
import type { AddedRequests, apiBatchAdded, QueueRequest } from '../types/queue-types.ts'

/** The most requests of one batch (API reference, "Add requests"). */
const MAX_PART = 25
/** The most bytes of one batch; Apify's own clients send no more than 9 MB. */
const MAX_PART_BYTES = 9_000_000
/** How often what the API left unprocessed is sent again. */
const RETRIES = 3
/** What is kept free for the last part of a call, in milliseconds: most take a tenth of it. */
const PART_MS = 3000

interface Adding {
  times: CallTimes
  post(part: readonly QueueRequest[]): Promise<z.output<typeof apiBatchAdded>>
  /** Called with the number of requests that were sent so far. */
  onPart?: ((sent: number) => void) | undefined
}

/**
 * Adds requests to a queue, one part after the other, as long as the call has time. What the API leaves
 * unprocessed is sent again after a pause, which doubles.
 * @returns what became of them; `sent` is less than all if the time was up
 * @throws {ToolError} says how many were sent before a part failed
 */
export async function addInParts(
  requests: readonly QueueRequest[],
  { times, post, onPart }: Adding,
): Promise<AddedRequests> {
  const result: AddedRequests = { added: 0, alreadyPresent: 0, refused: [], sent: 0 }
  for (const part of partsOf(requests)) {
    times.signal.throwIfAborted()
    if (result.sent > 0 && timeLeft(times) < PART_MS) return result
    try {
      await addPart(part, result, { times, post })
    } catch (error) {
      const cause = times.signal.aborted ? times.signal.reason : error
      throw result.sent === 0 ? cause : stoppedAt(cause, result, requests)
    }
    result.sent += part.length
    onPart?.(result.sent)
  }
  return result
}

/** Splits requests into batches that the API accepts. */
function partsOf(requests: readonly QueueRequest[]): QueueRequest[][] {
  const parts: QueueRequest[][] = []
  let bytesLeft = 0
  for (const request of requests) {
    // One byte more, for the comma.
    const bytes = Buffer.byteLength(JSON.stringify(request)) + 1
    const last = parts.at(-1)
    if (last && last.length < MAX_PART && bytes <= bytesLeft) last.push(request)
    else {
      parts.push([request])
      bytesLeft = MAX_PART_BYTES
    }
    bytesLeft -= bytes
  }
  return parts
}

/** Sends one part, and again what the API left unprocessed. */
async function addPart(
  part: readonly QueueRequest[],
  result: AddedRequests,
  { times, post }: Pick<Adding, 'times' | 'post'>,
): Promise<void> {
  let left = part
  for (let retries = 0; ; retries++) {
    const { processedRequests, unprocessedRequests } = await post(left)
    const present = processedRequests.filter((one) => one.wasAlreadyPresent).length
    result.alreadyPresent += present
    result.added += processedRequests.length - present
    const keys = new Set((unprocessedRequests ?? []).map(({ uniqueKey }) => uniqueKey))
    left = left.filter(({ uniqueKey }) => keys.has(uniqueKey))
    const pause = times.timeouts.firstRetryMs * 2 ** retries
    const isLast = retries === RETRIES || timeLeft(times) < pause + PART_MS
    if (left.length === 0 || isLast) break
    await sleep(pause, undefined, { signal: times.signal }).catch(() => {})
    times.signal.throwIfAborted()
  }
  result.refused.push(...left)
}

function stoppedAt(
  error: unknown,
  { sent, added }: AddedRequests,
  { length }: readonly QueueRequest[],
): ToolError {
  const { happened, remedy } = toToolError(error)
  return new ToolError(
    `The first ${sent} of ${length} requests were sent (${added} are new in the queue), then a part failed: ${happened}`,
    `${remedy} Call again with the requests from position ${sent} on; what is in the queue already is not added twice.`.trim(),
    { cause: error },
  )
}
