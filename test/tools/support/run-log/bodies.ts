/** Yields a text as the body of a log, in chunks of `size` bytes. */
export async function* bodyOf(text: string | Buffer, size = 1000): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Writes lines as a log that ends with a newline. */
export function logOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}
