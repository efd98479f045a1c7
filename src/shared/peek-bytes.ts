/**
 * Reads the first bytes of a body, which can still be read from its beginning.
 * @param wanted how many bytes to look at; `first` has fewer if the body is shorter, or somewhat more
 * @returns the first bytes, whether they are the entire body, and the body
 */
export async function peekBytes(
  body: AsyncIterable<Buffer>,
  wanted: number,
): Promise<{ first: Buffer; whole: boolean; body: AsyncIterable<Buffer> }> {
  const source = body[Symbol.asyncIterator]()
  const parts: Buffer[] = []
  let size = 0
  let whole = false
  while (size < wanted && !whole) {
    const { value, done } = await source.next()
    if (done) whole = true
    else {
      parts.push(value)
      size += value.length
    }
  }
  const first = Buffer.concat(parts)
  return { first, whole, body: replayed(first, source) }
}

/**
 * Yields the first bytes and the rest. It is no function inside the other: V8 makes a hidden class for each generator
 * function that is called, and all that such a function sees lives until the next full collection.
 */
async function* replayed(first: Buffer, source: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (first.length > 0) yield first
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value
  } finally {
    await source.return?.()
  }
}
