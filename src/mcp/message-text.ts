import { parseJson } from '../shared/json.ts'
import { MessageError, PARSE_ERROR } from './jsonrpc.ts'

/**
 * Parses the text of a message as JSON. A byte order mark and blanks around it are skipped.
 * @param unit what holds the text
 * @throws {MessageError} if it is not JSON
 */
export function parseMessageText(text: string, unit: 'line' | 'body'): unknown {
  // A byte order mark is a blank to `trim`.
  const trimmed = text.trim()
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
