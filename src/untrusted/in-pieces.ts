/** A piece has this part of what came before, so that it never waits much longer than all before it took. */
const PART = 8

/**
 * Yields bytes in pieces, the longer the more of them came, since each piece costs a message.
 * @param maxBytes of a piece
 * @returns the parts of each piece
 */
export async function* inPieces(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
): AsyncGenerator<Buffer[]> {
  let parts: Buffer[] = []
  let held = 0
  let passed = 0
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; ) {
      const part = chunk.subarray(from, from + maxBytes - held)
      from += part.length
      held += part.length
      parts.push(part)
      const isFull = held === maxBytes
      if (!isFull && (from < chunk.length || held < passed / PART)) continue
      yield parts
      passed += held
      parts = []
      held = 0
    }
  }
  if (held > 0) yield parts
}
