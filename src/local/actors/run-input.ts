import { ApiError } from '../api-error.ts'
import { decodeText, parseJson } from '../body-text.ts'
import { type Item, isItem } from '../storage/item-log/item.ts'

/** The record `INPUT` of a new run. */
export interface Input {
  bytes: Buffer
  contentType: string
  /** What was not checked, in sentences. */
  notes?: string[]
}

const JSON_TYPE = 'application/json; charset=utf-8'

/**
 * Prepares the input of a run from the body of its start: checks it against the Actor's schema and
 * adds the defaults. A body that is not JSON is passed on as it is.
 * @returns undefined if there is neither a body nor a schema
 * @throws {ApiError} 400, such as `invalid-input`
 */
export async function prepareInput(
  schema: Record<string, unknown> | undefined,
  bytes: Buffer,
  contentType: string,
): Promise<Input | undefined> {
  if (bytes.length === 0 && !schema) return undefined
  const isJson = contentType === '' || /^application\/json\b/i.test(contentType)
  if (bytes.length > 0 && !isJson) return { bytes, contentType }
  const text = bytes.length === 0 ? '{}' : decodeText(bytes)
  const input = parseJson(text, 'run-input-body-not-valid-json')
  if (!isItem(input)) {
    throw new ApiError(400, 'input-json-not-object', 'The input of a run must be a JSON object.')
  }
  if (!schema) return { bytes: Buffer.from(text), contentType: JSON_TYPE }
  // Loaded on first use: it would delay the start of the platform.
  const { checkInput, inputSchema } = await import('./input-check.ts')
  const rules = inputSchema.parse(schema)
  const defaults = Object.entries(rules.properties).flatMap(([name, { default: value }]) =>
    value === undefined || Object.hasOwn(input, name) ? [] : [[name, value]],
  )
  const added: Item = Object.fromEntries(defaults)
  const notes = checkInput(rules, { ...added, ...input })
  return { bytes: Buffer.from(addFields(text, input, added)), contentType: JSON_TYPE, notes }
}

/** Adds fields to the text rather than to the value, so that long numbers keep their digits. */
function addFields(text: string, input: Item, added: Item): string {
  if (Object.keys(added).length === 0) return text
  const separator = Object.keys(input).length > 0 ? ',' : ''
  return text.slice(0, text.lastIndexOf('}')) + separator + JSON.stringify(added).slice(1)
}
