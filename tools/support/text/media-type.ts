import { mediaType } from '../../../src/shared/media-type.ts'

/** Returns the media type of a record in lower case, without parameters; a malformed one as it is. */
export function recordType(contentType: string): string {
  return mediaType(contentType) ?? contentType.toLowerCase()
}

/** Returns whether a media type is JSON, by its name or by its suffix (RFC 6839). */
export function isJsonType(type: string): boolean {
  return type === 'application/json' || type.endsWith('+json')
}

/** Returns whether a media type other than JSON is text that people read. */
export function isTextType(type: string): boolean {
  return (
    type.startsWith('text/') ||
    /[/+](?:xml|yaml|javascript|x-www-form-urlencoded|x-ndjson|jsonl|sql)$/.test(type)
  )
}
