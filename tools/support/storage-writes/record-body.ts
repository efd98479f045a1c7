import { hasManyKeys } from '../../../src/shared/count-keys.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import { isUtf8Text, kindByType } from '../../../src/shared/media-type.ts'
import { shownBytes, shownJson } from '../shown-content.ts'
import { typeOfFile, typeOfTextFile } from '../text/file-type.ts'

/** The value of a record: exactly one of the three, and its type if the agent gives one. */
interface RecordValue {
  json?: object | undefined
  text?: string | undefined
  base64?: string | undefined
  contentType?: string | undefined
}

interface RecordBody {
  body: Buffer
  contentType: string
}

/**
 * Returns the bytes and the content type of a record. Without a type of its own it has that of its
 * key, such as `page.html`, if the value may be of that type.
 * @throws {ToolError} if not exactly one value is given, or if it or its type is malformed
 */
export function recordBody(key: string, { contentType, ...value }: RecordValue): RecordBody {
  const encoded = encode(key, contentOf(value))
  return { ...encoded, contentType: checkedType(contentType) ?? encoded.contentType }
}

/**
 * Returns the content type that the agent gives.
 * @throws {ToolError} if it is malformed
 */
export function checkedType(contentType: string | undefined): string | undefined {
  if (contentType !== undefined && !/^[\w.+-]+\/[\w.+-]+(?:\s*;[^\r\n]*)?$/.test(contentType)) {
    throw new ToolError(
      '`contentType` is not a MIME type.',
      'Use one such as `text/csv; charset=utf-8`.',
    )
  }
  return contentType
}

/** Returns what a person is shown of a record before it is stored. */
export function shownRecord(key: string, value: RecordValue): string {
  const { body } = recordBody(key, value)
  return value.json === undefined ? shownBytes(body) : shownJson(body.toString())
}

type Contents = Omit<RecordValue, 'contentType'>

/**
 * Some clients send an empty text for what is not set, so it is the content only if nothing else is.
 * Of `text` and `base64` without any content, `text` is meant.
 */
function contentOf(value: Contents): Contents {
  const given = Object.entries(value).filter(([, one]) => one !== undefined)
  const filled = given.filter(([, one]) => one !== '')
  if (filled.length === 0 && value.text !== undefined) return { text: value.text }
  const content = filled.length > 0 ? filled : given
  if (content.length !== 1) {
    throw new ToolError(
      content.length === 0
        ? 'None of `json`, `text` and `base64` was given.'
        : 'More than one of `json`, `text` and `base64` was given.',
      'Give exactly one of them.',
    )
  }
  return Object.fromEntries(content)
}

function encode(key: string, { json, text, base64 = '' }: Contents): RecordBody {
  if (json !== undefined)
    return {
      body: Buffer.from(JSON.stringify(json)),
      contentType: 'application/json; charset=utf-8',
    }
  if (text !== undefined)
    return { body: Buffer.from(text), contentType: `${textType(key, text)}; charset=utf-8` }
  const body = decodeBase64(base64)
  return { body, contentType: bytesType(key, body) }
}

/** Returns the type of bytes by their key. Bytes that are not UTF-8 must not be marked as text. */
function bytesType(key: string, bytes: Buffer): string {
  const type = typeOfFile(key) ?? 'application/octet-stream'
  const kind = kindByType(type)
  if (kind !== 'json' && kind !== 'text') return type
  return (isUtf8Text(bytes, true) && typeOfTextFile(key)) || 'application/octet-stream'
}

/** Returns the type of a text by its key. A text that is not JSON must not be marked as JSON. */
function textType(key: string, text: string): string {
  const type = typeOfTextFile(key) ?? 'text/plain'
  return kindByType(type) === 'json' && !isJson(text) ? 'text/plain' : type
}

/** Valid strings of JSON, which are keys too. */
const STRINGS = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\u0000-\u001f]*)*"/g

/** Returns whether a text is JSON. Of many keys none is kept, since an object of them takes long to build. */
function isJson(text: string): boolean {
  try {
    JSON.parse(hasManyKeys(text) ? text.replace(STRINGS, '""') : text)
    return true
  } catch {
    return false
  }
}

/** Node.js skips what is not base64, so the bytes are encoded again and compared. */
function decodeBase64(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.toString('base64').replace(/=+$/, '') !== base64.replace(/\s|=+$/g, '')) {
    throw new ToolError(
      '`base64` is not valid base64.',
      'Encode the bytes in the standard alphabet, A-Z a-z 0-9 + /.',
    )
  }
  return bytes
}
