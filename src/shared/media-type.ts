import { MIMEType } from 'node:util'

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
