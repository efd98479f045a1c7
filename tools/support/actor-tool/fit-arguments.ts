import { z } from 'zod'
import { countTokens } from '../../../src/budget/token-cost.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import { type CompiledField, compileFields } from '../actor-input/compile-fields.ts'

/** Tokens that one Actor may take of the context, as name, description and input schema. */
const MAX_TOKENS = 600
/** A tool with more fields never fits. */
const MAX_FIELDS = 100
/** The lengths at which descriptions of fields are tried, in characters. */
const DESCRIPTION_CHARS = [160, 100, 60, 30, 0]

/** The arguments of the tool that runs an Actor. */
export interface ActorArguments {
  schema: z.ZodObject
  /** The fields of the Actor's input by the arguments that stand for them. */
  fields: ReadonlyMap<string, string>
}

/**
 * Returns the arguments of the tool that runs an Actor, as many as fit. It shortens descriptions
 * before it drops optional fields. Required fields are never dropped: a run without one costs money
 * and fails.
 * @param schema the Actor's input schema
 * @param head what clients list beside the arguments, such as the description
 * @throws {ToolError} if the required fields do not fit
 */
export function fitArguments(schema: Record<string, unknown>, head: object): ActorArguments {
  const fields = fittingFields(schema, head)
  const fieldNames = fields.map(({ name, field }) => [name, field] as const)
  return { schema: toArguments(fields), fields: new Map(fieldNames) }
}

function fittingFields(schema: Record<string, unknown>, head: object): CompiledField[] {
  const fits = (fields: readonly CompiledField[]) => {
    const inputSchema = z.toJSONSchema(toArguments(fields), { unrepresentable: 'any' })
    return countTokens({ ...head, inputSchema }) <= MAX_TOKENS
  }
  for (const chars of DESCRIPTION_CHARS) {
    const fields = compileFields(schema, chars)
    if (fields.length <= MAX_FIELDS && fits(fields)) return fields
  }
  const all = compileFields(schema, 0)
  const needed = all.filter(({ required }) => required).length
  // Required fields come first, so optional ones are dropped from the end.
  const fields = all.slice(0, Math.max(MAX_FIELDS, needed))
  while (fields.length > needed && !fits(fields))
    fields.length = Math.max(needed, fields.length - Math.max(1, fields.length >> 4))
  if (needed > MAX_FIELDS || !fits(fields)) {
    throw new ToolError(
      `The ${needed} required fields of this Actor do not fit into the ${MAX_TOKENS} tokens of a tool.`,
      '`run_actor` takes any input.',
    )
  }
  return fields
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
