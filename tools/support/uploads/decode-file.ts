import { TextDecoder } from 'node:util'
import { ToolError } from '../../../src/shared/errors.ts'

/**
 * Yields the text of a file in UTF-8, or in UTF-16 with a byte order mark, without that mark.
 * @throws {ToolError} if it is not text: a character that is replaced would be lost
 */
export async function* decodeFile(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined
  let first = Buffer.alloc(0)
  try {
    for await (const chunk of chunks) {
      if (decoder) yield decoder.decode(chunk, { stream: true })
      else {
        first = Buffer.concat([first, chunk])
        if (first.length < 2) continue
        decoder = new TextDecoder(charsetOf(first), { fatal: true })
        yield decoder.decode(first, { stream: true })
      }
    }
    decoder ??= new TextDecoder('utf-8', { fatal: true })
    yield first.length < 2 ? decoder.decode(first) : decoder.decode()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new ToolError('The file is not text in UTF-8.', 'Save it as UTF-8, then call again.')
  }
}

/** Returns the charset of a byte order mark; without one, UTF-8. */
function charsetOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
}
