import { parseJson } from '../shared/json.ts'
import { excessOf } from '../shared/json-excess.ts'
import { hasLargeEnvelope, MAX_ENVELOPE_VALUES } from './envelope-size.ts'
import { findId } from './find-id.ts'
import { INVALID_REQUEST, MessageError, PARSE_ERROR } from './jsonrpc.ts'

/**
 * Parses the text of a message as JSON. A byte order mark and blanks around it are skipped.
 * @param unit what holds the text
 * @throws {MessageError} if it is not JSON, or has too many values or keys
 */
export function parseMessageText(text: string, unit: 'line' | 'body'): unknown {
  // A byte order mark is a blank to `trim`.
  const trimmed = text.trim()
  const excess = excessOf(trimmed)
  if (excess) throw tooMuch(trimmed, `The ${unit} has ${excess.what}. ${excess.remedy}`)
  const json = parse(trimmed, unit)
  if (trimmed.length > MAX_ENVELOPE_VALUES && hasLargeEnvelope(json))
    throw tooMuch(
      trimmed,
      `The ${unit} has more than ${MAX_ENVELOPE_VALUES} JSON values beside the \`arguments\` of a tool. Send fewer.`,
    )
  return json
}

function tooMuch(text: string, problem: string): MessageError {
  return new MessageError(INVALID_REQUEST, problem, findId(text))
}

function parse(text: string, unit: string): unknown {
  try {
    return parseJson(text)
  } catch {
    throw new MessageError(PARSE_ERROR, `The ${unit} ${problemOf(text)}`, null)
  }
}

function problemOf(text: string): string {
  if (text === '') return 'is empty: send one JSON-RPC message.'
  if (text.includes('\0')) return 'has null bytes, as UTF-16 text has: send UTF-8.'
  return 'is not JSON: send one JSON-RPC message.'
}
