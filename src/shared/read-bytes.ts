/**
 * Reads a body up to `maxBytes`, then stops.
 * @returns the first bytes; `whole` is whether they are the entire body
 */
export async function readBytes(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
): Promise<{ bytes: Buffer; whole: boolean }> {
  const parts: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    parts.push(chunk)
    size += chunk.length
    if (size > maxBytes) break
  }
  return { bytes: Buffer.concat(parts).subarray(0, maxBytes), whole: size <= maxBytes }
}
