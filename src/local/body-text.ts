import { ApiError, messageOf } from './api-error.ts'
import { hasMoreValues, isDeeper, MAX_DEPTH } from './json-depth.ts'

/**
 * Decodes a body as text.
 * @throws {ApiError} 400 `invalid-request` if the bytes are not UTF-8
 */
export function decodeText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ApiError(400, 'invalid-request', 'The body is not valid UTF-8.')
  }
}

/** Parsing more values would keep other requests waiting, and take far more memory than their text. */
const MAX_VALUES = 1_000_000

/**
 * Parses a JSON body, or one item of it.
 * @param type the API's name of the error if the text is not JSON
 * @throws {ApiError} 400 of that type if the text is not JSON, or `invalid-request` if it is too deep or
 *   has too many values
 */
export function parseJson(text: string, type = 'invalid-request'): unknown {
  // Looked at first: what is very deep takes long to parse.
  if (isDeeper(text, MAX_DEPTH)) {
    const message = `The body is nested deeper than ${MAX_DEPTH} levels. Make it flatter, or send the deep part as text.`
    throw new ApiError(400, 'invalid-request', message)
  }
  if (!hasMoreValues(text, MAX_VALUES)) return parse(text, type)
  const message = `The body has an object or array of more than ${MAX_VALUES} values. Split it, or store it as a record.`
  throw new ApiError(400, 'invalid-request', message)
}

function parse(text: string, type: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ApiError(400, type, `The body is not valid JSON: ${messageOf(error)}`)
  }
}
