import { hasMoreValues } from '../shared/count-values.ts'
import { parseJson } from '../shared/json.ts'
import { INVALID_REQUEST, MessageError, PARSE_ERROR } from './jsonrpc.ts'

/**
 * The most values in one message: a push of 4 MB of rows has half as many. An empty object takes 25 times
 * the memory of its text.
 */
export const MAX_VALUES = 1_000_000

/**
 * Parses the text of a message as JSON. A byte order mark and blanks around it are skipped.
 * @param unit what holds the text
 * @throws {MessageError} if it is not JSON, or has too many values
 */
export function parseMessageText(text: string, unit: 'line' | 'body'): unknown {
  // A byte order mark is a blank to `trim`.
  const trimmed = text.trim()
  if (hasMoreValues(trimmed, MAX_VALUES)) {
    const problem = `The ${unit} has more than ${MAX_VALUES} JSON values. Send it in smaller parts.`
    throw new MessageError(INVALID_REQUEST, problem, null)
  }
  try {
    return parseJson(trimmed)
  } catch {
    throw new MessageError(PARSE_ERROR, `The ${unit} ${problemOf(trimmed)}`, null)
  }
}

function problemOf(text: string): string {
  if (text === '') return 'is empty: send one JSON-RPC message.'
  if (text.includes('\0')) return 'has null bytes, as UTF-16 text has: send UTF-8.'
  return 'is not JSON: send one JSON-RPC message.'
}
