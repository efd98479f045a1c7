const BYTE_ORDER_MARKS = [
  { charset: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { charset: 'utf-16le', bytes: [0xff, 0xfe] },
  { charset: 'utf-16be', bytes: [0xfe, 0xff] },
]

/**
 * How much of a page is searched for its meta charset, somewhat more than the HTML standard asks.
 */
const META_BYTES = 4096

/** Decodes a page by its byte order mark, its content type or its meta charset, in that order. */
export function decodeHtml(body: Uint8Array, contentType: string): string {
  const charset = markedCharset(body) ?? charsetIn(contentType) ?? metaCharset(body) ?? 'utf-8'
  return decode(body, charset)
}

function markedCharset(body: Uint8Array): string | undefined {
  return BYTE_ORDER_MARKS.find(({ bytes }) => bytes.every((byte, at) => body[at] === byte))?.charset
}

function charsetIn(text: string): string | undefined {
  return /charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(text)?.[1]
}

function metaCharset(body: Uint8Array): string | undefined {
  const head = Buffer.from(body.subarray(0, META_BYTES)).toString('latin1')
  const tag = head.match(/<meta\s[^>]*charset[^>]*>/i)?.[0]
  const charset = tag && charsetIn(tag)
  // The tag could be read byte by byte, so the page is not UTF-16.
  return charset?.toLowerCase().startsWith('utf-16') ? 'utf-8' : charset
}

function decode(body: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(body)
  } catch {
    // The charset does not exist.
    return new TextDecoder('utf-8').decode(body)
  }
}
