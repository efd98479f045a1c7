import { validateInputUsingValidator } from '@apify/input_schema'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { z } from 'zod'
import { ApiError, messageOf } from '../api-error.ts'
import { decodeText, parseJson } from '../body-text.ts'
import { type Item, isItem } from '../storage/item-log/item.ts'

/** The record `INPUT` of a new run. */
export interface Input {
  bytes: Buffer
  contentType: string
}

/** The most problems that one error lists. */
const MAX_PROBLEMS = 10

const JSON_TYPE = 'application/json; charset=utf-8'

const schemaWithDefaults = z.looseObject({
  properties: z.record(z.string(), z.looseObject({ default: z.unknown().optional() })).default({}),
})

type InputSchema = z.infer<typeof schemaWithDefaults>

/**
 * Prepares the input of a run from the body of its start: checks it against the Actor's schema and
 * adds the defaults. A body that is not JSON is passed on as it is.
 * @returns undefined if there is neither a body nor a schema
 * @throws {ApiError} 400, such as `invalid-input`
 */
export function prepareInput(
  schema: Record<string, unknown> | undefined,
  bytes: Buffer,
  contentType: string,
): Input | undefined {
  if (bytes.length === 0 && !schema) return undefined
  const isJson = contentType === '' || /^application\/json\b/i.test(contentType)
  if (bytes.length > 0 && !isJson) return { bytes, contentType }
  const text = bytes.length === 0 ? '{}' : decodeText(bytes)
  const input = parseJson(text, 'run-input-body-not-valid-json')
  if (!isItem(input)) {
    throw new ApiError(400, 'input-json-not-object', 'The input of a run must be a JSON object.')
  }
  if (!schema) return { bytes: Buffer.from(text), contentType: JSON_TYPE }
  const rules = schemaWithDefaults.parse(schema)
  const defaults = Object.entries(rules.properties).flatMap(([name, { default: value }]) =>
    value === undefined || Object.hasOwn(input, name) ? [] : [[name, value]],
  )
  const added: Item = Object.fromEntries(defaults)
  checkInput(rules, { ...added, ...input })
  return { bytes: Buffer.from(addFields(text, input, added)), contentType: JSON_TYPE }
}

/** Adds fields to the text rather than to the value, so that long numbers keep their digits. */
function addFields(text: string, input: Item, added: Item): string {
  if (Object.keys(added).length === 0) return text
  const separator = Object.keys(input).length > 0 ? ',' : ''
  return text.slice(0, text.lastIndexOf('}')) + separator + JSON.stringify(added).slice(1)
}

/** Checks an input by Apify's own rules, with its messages. Reports all problems at once. */
function checkInput(schema: InputSchema, input: Item): void {
  const problems = validateInputUsingValidator(compile(schema), schema, input)
  if (problems.length === 0) return
  const messages = [...new Set(problems.map(({ message }) => message))]
  const shown = messages.slice(0, MAX_PROBLEMS).join('; ')
  const more = messages.length > MAX_PROBLEMS ? `; and ${messages.length - MAX_PROBLEMS} more` : ''
  throw new ApiError(400, 'invalid-input', `Input is not valid: ${shown}${more}`)
}

function compile(schema: InputSchema) {
  try {
    return new Ajv2019({ strict: false, allErrors: true, unicodeRegExp: false }).compile(schema)
  } catch (error) {
    const message = `The input schema of the Actor is not valid. Fix it and try again: ${messageOf(error)}`
    throw new ApiError(400, 'invalid-input-schema', message)
  }
}
