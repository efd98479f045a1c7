import { z } from 'zod'
import { countTokens } from '../../../src/budget/token-cost.ts'
import { type CompiledField, compileFields } from '../actor-input/compile-fields.ts'

/** Tokens that one Actor may take of the context, as name, description and input schema. */
const MAX_TOKENS = 600
/** A tool with more fields never fits. */
const MAX_FIELDS = 100
/** The lengths at which descriptions of fields are tried, in characters. */
const DESCRIPTION_CHARS = [160, 100, 60, 30, 0]

/**
 * Returns the arguments of the tool that runs an Actor, as many as fit. It shortens descriptions
 * before it drops fields, and drops optional fields first.
 * @param schema the Actor's input schema
 * @param head what clients list beside the arguments, such as the description
 */
export function fitArguments(schema: Record<string, unknown>, head: object): z.ZodObject {
  const fits = (fields: readonly CompiledField[]) => {
    const inputSchema = z.toJSONSchema(toArguments(fields), { unrepresentable: 'any' })
    return countTokens({ ...head, inputSchema }) <= MAX_TOKENS
  }
  for (const chars of DESCRIPTION_CHARS) {
    const fields = compileFields(schema, chars)
    if (fields.length <= MAX_FIELDS && fits(fields)) return toArguments(fields)
  }
  // Required fields come first, so optional ones are dropped from the end.
  const fields = compileFields(schema, 0).slice(0, MAX_FIELDS)
  while (fields.length > 0 && !fits(fields)) fields.length -= Math.max(1, fields.length >> 4)
  return toArguments(fields)
}

function toArguments(fields: readonly CompiledField[]): z.ZodObject {
  return z.strictObject(
    Object.fromEntries(
      fields.map(({ name, required, schema, accepts, type }) => {
        const field = z.custom<unknown>(accepts, `must be of type ${type}`).meta(schema)
        return [name, required ? field : field.optional()]
      }),
    ),
  )
}
