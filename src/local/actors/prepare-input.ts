import { ApiError } from '../api-error.ts'
import { decodeText, parseJson } from '../body-text.ts'
import { type Item, isItem } from '../storage/item-log/item.ts'
import { undescribedParts } from './undescribed-parts.ts'

/** What the input of a run is prepared from. */
export interface GivenInput {
  /** The Actor's input schema, as JSON; undefined if it has none. */
  schema: string | undefined
  bytes: Buffer
}

/** The record `INPUT` of a new run. */
export interface Input {
  bytes: Buffer
  contentType: string
  /** What was not checked, in sentences. */
  notes?: string[]
  /** Its objects and lists that the schema does not describe any further. */
  undescribed?: string[]
}

const JSON_TYPE = 'application/json; charset=utf-8'

/** Tells whether a body is JSON, which is also what one without a type is. */
export function isJsonBody(contentType: string): boolean {
  return contentType === '' || /^application\/json\b/i.test(contentType)
}

/**
 * Checks a JSON body against the schema and adds the defaults. This takes as long as both make it.
 * @throws {ApiError} 400, such as `invalid-input`
 */
export async function prepareJson({ schema, bytes }: GivenInput): Promise<Input> {
  const text = bytes.length === 0 ? '{}' : decodeText(bytes)
  const input = parseJson(text, 'run-input-body-not-valid-json')
  if (!isItem(input)) {
    throw new ApiError(400, 'input-json-not-object', 'The input of a run must be a JSON object.')
  }
  if (schema === undefined) return { bytes: Buffer.from(text), contentType: JSON_TYPE }
  // Loaded on first use: it would delay the start of the platform.
  const { checkInput, inputSchema } = await import('./input-check.ts')
  const rules = inputSchema.parse(JSON.parse(schema))
  const defaults = Object.entries(rules.properties).flatMap(([name, { default: value }]) =>
    value === undefined || Object.hasOwn(input, name) ? [] : [[name, value]],
  )
  const added: Item = Object.fromEntries(defaults)
  const notes = checkInput(rules, { ...added, ...input })
  const undescribed = undescribedParts(rules, input)
  const complete = Buffer.from(addFields(text, input, added))
  return { bytes: complete, contentType: JSON_TYPE, notes, undescribed }
}

/** Adds fields to the text rather than to the value, so that long numbers keep their digits. */
function addFields(text: string, input: Item, added: Item): string {
  if (Object.keys(added).length === 0) return text
  const separator = Object.keys(input).length > 0 ? ',' : ''
  return text.slice(0, text.lastIndexOf('}')) + separator + JSON.stringify(added).slice(1)
}
