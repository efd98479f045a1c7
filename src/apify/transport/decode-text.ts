import { TextDecoder } from 'node:util'
import { charsetOf, decoderFor } from '../../shared/media-type.ts'
import { peekBytes } from '../../shared/peek-bytes.ts'

/** The longest byte order mark. */
const BOM_BYTES = 3

/**
 * Yields the text of a body, decoded by its byte order mark, or by the charset of its content type;
 * as UTF-8 if that is missing or unknown.
 */
export async function* decodeText(
  body: AsyncIterable<Buffer>,
  contentType: string,
): AsyncGenerator<string> {
  const { first, body: chunks } = await peekBytes(body, BOM_BYTES)
  const charset = markedCharset(first) ?? charsetOf(contentType) ?? 'utf-8'
  const decoder = decoderFor(charset) ?? new TextDecoder()
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

/** Returns the charset of a byte order mark, which goes before any header (WHATWG Encoding, "decode"). */
function markedCharset(bytes: Buffer): string | undefined {
  const hex = bytes.toString('hex', 0, BOM_BYTES)
  if (hex === 'efbbbf') return 'utf-8'
  if (hex.startsWith('feff')) return 'utf-16be'
  return hex.startsWith('fffe') ? 'utf-16le' : undefined
}
