import { ApiError, messageOf } from './api-error.ts'

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
 * @param type the API's name of the error
 * @throws {ApiError} 400 of that type if the text is not JSON
 */
export function parseJson(text: string, type = 'invalid-request'): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ApiError(400, type, `The body is not valid JSON: ${messageOf(error)}`)
  }
}
