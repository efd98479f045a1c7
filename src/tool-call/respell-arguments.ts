import { z } from 'zod'
import { isObject } from '../shared/json.ts'
import { type JsonSchema, respellProperties, respellValue, UNSET } from './respell-value.ts'
import type { Tool } from './tool.ts'

/** Who asks for more of these than there may be wants as much as possible. */
const CLAMPED = ['waitSecs', 'limit', 'lines']

/** Receives a sentence for the agent. */
export type OnClamped = (sentence: string) => void

type Fields = Pick<Tool, 'input' | 'literal'>

/**
 * Returns arguments as the tool wants them. Many clients and models send numbers, booleans, lists and
 * objects as texts, and null or an empty text for what is not set. What is right stays as it is, and
 * so does what can be read in more than one way.
 * @param onClamped receives a sentence for each number that was too large and became the largest;
 *   without it none does, since the agent must be told
 */
export function respellArguments(tool: Fields, args: unknown, onClamped?: OnClamped): unknown {
  if (!isObject(args)) return args ?? {}
  const schema = schemaOf(tool.input)
  // Null is no value of any argument, so a required one is missing rather than of a wrong type.
  const required = schema.required?.filter((name) => args[name] !== null) ?? []
  return respellProperties(args, { ...schema, required }, (given, wanted, name) => {
    const meant = respellArgument(tool, name, given, wanted)
    return typeof meant === 'number' && onClamped
      ? clamp(tool, name, meant, wanted, onClamped)
      : meant
  })
}

function respellArgument(
  { input, literal }: Fields,
  name: string,
  given: unknown,
  schema: JsonSchema,
): unknown {
  const isLiteral = literal?.includes(name) ?? false
  if (!isLiteral && isUnset(name, given)) return UNSET
  const accepts = (value: unknown) => input.shape[name]?.safeParse(value).success ?? false
  return respellValue(given, { schema, accepts, listsNames: !isLiteral })
}

/** Returns whether a text stands for no value. Blanks and quotes may be a value, but are never an id. */
function isUnset(name: string, given: unknown): boolean {
  if (typeof given !== 'string') return false
  return given === '' || (/Id$/.test(name) && /^[\s\p{C}"']*$/u.test(given))
}

function clamp(
  { input }: Fields,
  name: string,
  value: number,
  { maximum }: JsonSchema,
  onClamped: OnClamped,
): number {
  if (!CLAMPED.includes(name) || maximum === undefined || !(value > maximum)) return value
  // A fraction is no count of anything, however large it is.
  if (Number.isFinite(value) && !Number.isInteger(value)) return value
  // An Actor may have a field of that name, whose limits are its own.
  if (input.shape[name]?.safeParse(value).success) return value
  onClamped(`\`${name}\` is at most ${maximum}.`)
  return maximum
}

const schemas = new WeakMap<z.ZodObject, JsonSchema>()

/** Returns the JSON schema of arguments, which is made once. */
export function schemaOf(input: z.ZodObject): JsonSchema {
  const known = schemas.get(input)
  if (known) return known
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })
  schemas.set(input, schema)
  return schema
}
