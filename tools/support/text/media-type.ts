/** Returns the media type of a `Content-Type` header in lower case, without its parameters. */
export function mediaType(contentType: string): string {
  return contentType.split(';')[0]?.trim().toLowerCase() ?? ''
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
