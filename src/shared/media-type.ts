import { MIMEType, TextDecoder } from 'node:util'

/** What data is: `image` is one that clients of MCP show, `text` is for people to read. */
export type MediaKind = 'json' | 'text' | 'image' | 'binary'

/** Images that clients of MCP show, by the names that are in use for them. */
const IMAGES = new Map([
  ['image/png', 'image/png'],
  ['image/x-png', 'image/png'],
  ['image/jpeg', 'image/jpeg'],
  ['image/jpg', 'image/jpeg'],
  ['image/jpe', 'image/jpeg'],
  ['image/pjpeg', 'image/jpeg'],
  ['image/x-jpeg', 'image/jpeg'],
  ['image/x-jpg', 'image/jpeg'],
  ['image/gif', 'image/gif'],
  ['image/x-gif', 'image/gif'],
  ['image/webp', 'image/webp'],
  ['image/x-webp', 'image/webp'],
])

const JSON_TYPE = /^(?:application|text)\/(?:x-)?json$|\+json$/
/** Text by its top-level type, by its suffix (RFC 6839), or by a name that is in use below `application`. */
const TEXT_TYPE = new RegExp(
  `^text/|\\+(?:xml|ya?ml|toml|csv|html|ndjson|jsonl|json-seq)$|^application/(?:x-)?(?:${[
    'xml|xml-dtd|html|css|csv|tsv|tab-separated-values|markdown|plain|text|txt|log',
    'json5|jsonc|jsonl|jsonlines|json-lines|ndjson|ldjson|json-seq|www-form-urlencoded',
    'ya?ml|toml|ini|properties|graphql|sql|sparql-query|n-triples|n-quads|trig|turtle',
    'javascript|ecmascript|typescript|sh|csh|bash|zsh|shellscript|python|ruby|perl|php|httpd-php',
    'tex|latex|rtf',
  ].join('|')})$`,
)
/** Binary by its name. A file of this kind may begin like a text. */
const BINARY_TYPE =
  /^(?:audio|font|image|video)\/|^application\/(?:x-)?(?:pdf|zip|zip-compressed|gzip)$/

/** Control characters that no text has (WHATWG MIME Sniffing, "binary data byte"). */
const CONTROL = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/

/**
 * Returns the media type of a header Content-Type, in lower case and without parameters, such as
 * `text/csv`; undefined if the header is malformed or empty.
 */
export function mediaType(contentType: string | undefined): string | undefined {
  try {
    return new MIMEType(contentType ?? '').essence
  } catch {
    return undefined
  }
}

/**
 * Returns the type of stored data by its Content-Type: as clients of MCP know it, such as `image/jpeg`
 * for `image/jpg`. A header that is malformed is read as far as possible.
 */
export function storedType(contentType: string | undefined): string {
  const type =
    mediaType(contentType) ?? mediaType(contentType?.split(/[;,]/)[0]?.replace(/\s/g, ''))
  return IMAGES.get(type ?? '') ?? type ?? 'application/octet-stream'
}

/** Returns what data is by its Content-Type; undefined if only its bytes can tell. */
export function kindByType(contentType: string | undefined): MediaKind | undefined {
  const type = storedType(contentType)
  if (JSON_TYPE.test(type)) return 'json'
  if (TEXT_TYPE.test(type)) return 'text'
  if (IMAGES.has(type)) return 'image'
  if (BINARY_TYPE.test(type)) return 'binary'
  const charset = charsetOf(contentType)
  const encoding = charset === undefined ? undefined : decoderFor(charset)?.encoding
  return encoding === undefined || encoding === 'utf-8' ? undefined : 'text'
}

/**
 * Returns whether bytes are UTF-8 text. Without bytes they are.
 * @param whole whether they are all; otherwise the last character may be cut
 */
export function isUtf8Text(bytes: Uint8Array, whole: boolean): boolean {
  try {
    return !CONTROL.test(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !whole }),
    )
  } catch {
    return false
  }
}

/** Returns the charset that a Content-Type names, in whatever form. */
export function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*["']?([\w:.-]+)/i.exec(contentType ?? '')?.[1]
}

/** Returns a decoder of a charset; undefined if it is unknown. */
export function decoderFor(charset: string): TextDecoder | undefined {
  try {
    return new TextDecoder(charset)
  } catch {
    return undefined
  }
}
