import { ApiError, messageOf } from './api-error.ts'
import { isDeeper, MAX_DEPTH } from './json-depth.ts'

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

/**
 * Parses a JSON body.
 * @param type the API's name of the error if the text is not JSON
 * @param levels how many arrays and objects may be inside each other
 * @throws {ApiError} 400 of that type if the text is not JSON, or `invalid-request` if it is too deep
 */
export function parseJson(text: string, type = 'invalid-request', levels = MAX_DEPTH): unknown {
  // Looked at first: what is very deep takes long to parse.
  if (!isDeeper(text, levels)) return parse(text, type)
  const message = `The body is nested deeper than ${MAX_DEPTH} levels. Make it flatter, or send the deep part as text.`
  throw new ApiError(400, 'invalid-request', message)
}

function parse(text: string, type: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ApiError(400, type, `The body is not valid JSON: ${messageOf(error)}`)
  }
}
