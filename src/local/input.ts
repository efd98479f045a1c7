import { z } from 'zod'
import { decodeText, parseJson } from './http/body.ts'
import { ApiError } from './http/errors.ts'
import { type Item, isItem } from './storage/item.ts'

/** The record `INPUT` of a new run. */
export interface Input {
  bytes: Buffer
  contentType: string
}

const JSON_TYPE = 'application/json; charset=utf-8'

const field = z.object({
  type: z.string().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  nullable: z.boolean().optional(),
})

type Field = z.infer<typeof field>

const inputSchema = z.object({
  properties: z.record(z.string(), field).default({}),
  required: z.array(z.string()).default([]),
})

/**
 * Makes the input of a run from the body that started it: checks it against the Actor's schema and
 * adds the defaults. A body that is not JSON is passed on as it is.
 * @throws {ApiError} 400 `invalid-input` and kin
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
  const { properties, required } = inputSchema.parse(schema ?? {})
  const defaults = Object.entries(properties).flatMap(([name, { default: value }]) =>
    value === undefined || Object.hasOwn(input, name) ? [] : [[name, value]],
  )
  const added: Item = Object.fromEntries(defaults)
  const problem = findProblem({ ...added, ...input }, properties, required)
  if (problem) throw new ApiError(400, 'invalid-input', `Input is not valid: ${problem}`)
  return { bytes: Buffer.from(addFields(text, input, added)), contentType: JSON_TYPE }
}

/** Extends the text rather than the value, so that long numbers of the input stay as they are. */
function addFields(text: string, input: Item, added: Item): string {
  if (Object.keys(added).length === 0) return text
  const separator = Object.keys(input).length > 0 ? ',' : ''
  return text.slice(0, text.lastIndexOf('}')) + separator + JSON.stringify(added).slice(1)
}

function findProblem(
  input: Item,
  properties: Record<string, Field>,
  required: string[],
): string | undefined {
  const missing = required.find((name) => !Object.hasOwn(input, name))
  if (missing !== undefined) return `Field input.${missing} is required`
  for (const [name, rules] of Object.entries(properties)) {
    const value = Object.hasOwn(input, name) ? input[name] : undefined
    const problem = value === undefined ? undefined : breach(value, rules)
    if (problem) return `Field input.${name} ${problem}`
  }
  return undefined
}

/** How a value breaks the rules of its field, as the end of a sentence. */
function breach(value: unknown, rules: Field): string | undefined {
  const { type, minimum = -Infinity, maximum = Infinity, nullable } = rules
  if (value === null && nullable) return undefined
  if (type && !isOfType(value, type)) return `must be ${type}`
  const choices = rules.enum
  if (choices && !choices.includes(value)) {
    return `must be equal to one of the allowed values: ${JSON.stringify(choices)}`
  }
  if (typeof value === 'number' && value < minimum) return `must be >= ${minimum}`
  if (typeof value === 'number' && value > maximum) return `must be <= ${maximum}`
  return undefined
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isItem(value)
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}
