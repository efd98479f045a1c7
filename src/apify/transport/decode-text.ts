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
  const { decoder, chunks } = await begin(body, contentType)
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

/** Yields the same text in UTF-8, without a byte order mark. What is in UTF-8 already is passed on as it is. */
export async function* utf8Of(
  body: AsyncIterable<Buffer>,
  contentType: string,
): AsyncGenerator<Buffer> {
  const { decoder, chunks, markBytes } = await begin(body, contentType)
  if (decoder.encoding !== 'utf-8') {
    for await (const text of decodeText(chunks, contentType)) yield Buffer.from(text)
    return
  }
  let skipped = markBytes
  for await (const chunk of chunks) {
    yield chunk.subarray(skipped)
    skipped = 0
  }
}

/** Begins to read a body: what decodes it, all of its bytes, and how many the mark at its beginning has. */
async function begin(body: AsyncIterable<Buffer>, contentType: string) {
  const { first, body: chunks } = await peekBytes(body, BOM_BYTES)
  const marked = markedCharset(first)
  const charset = marked ?? charsetOf(contentType) ?? 'utf-8'
  const decoder = decoderFor(charset) ?? new TextDecoder()
  return { decoder, chunks, markBytes: marked === 'utf-8' ? BOM_BYTES : 0 }
}

/** Returns the charset of a byte order mark, which goes before any header (WHATWG Encoding, "decode"). */
function markedCharset(bytes: Buffer): string | undefined {
  const hex = bytes.toString('hex', 0, BOM_BYTES)
  if (hex === 'efbbbf') return 'utf-8'
  if (hex.startsWith('feff')) return 'utf-16be'
  return hex.startsWith('fffe') ? 'utf-16le' : undefined
}
