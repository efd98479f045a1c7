import { inPieces } from './in-pieces.ts'
import type { Reply } from './stream-json.ts'
import type { WorkerJob } from './worker-job.ts'
import { SLOT_BYTES, SLOT_COUNT } from './worker-slots.ts'

/**
 * Passes a document to a worker and yields what it answers, as soon as it does: the next piece arrives
 * meanwhile. A caller that has an outcome stops, and no more is read.
 */
export async function* repliesOf(
  chunks: AsyncIterable<Buffer>,
  job: WorkerJob,
): AsyncGenerator<Reply, undefined> {
  const pieces = inPieces(chunks, SLOT_BYTES)
  const replies: Promise<Reply>[] = []
  for (let piece = next(pieces); ; ) {
    const reply = await firstReply(replies, piece)
    if (reply) {
      yield reply
      continue
    }
    const { value, done } = await piece
    replies.push(done ? job.end() : job.write(value))
    if (done) break
    piece = next(pieces)
  }
  for (const reply of replies) yield await reply
}

/** Takes the first reply, if there is one before the next piece, or no more pieces may be sent before. */
async function firstReply(
  replies: Promise<Reply>[],
  piece: Promise<unknown>,
): Promise<Reply | undefined> {
  const [first] = replies
  const isFull = replies.length === SLOT_COUNT
  const reply = isFull ? await first : await Promise.race([first, piece.then(() => undefined)])
  if (reply) replies.shift()
  return reply
}

function next<T>(source: AsyncIterator<T>): Promise<IteratorResult<T>> {
  const result = source.next()
  // Nobody waits for it after an outcome.
  result.catch(() => {})
  return result
}
