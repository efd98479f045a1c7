import type { ApiActor, ApiBuild } from '../../../src/apify/types/actor-types.ts'
import { hasMoreValues } from '../../../src/shared/count-values.ts'
import { isObject } from '../../../src/shared/json.ts'
import { oneLine } from '../text/one-line.ts'
import { exampleInput } from './example-input.ts'
import { type FieldRow, fieldTable, readObjectSchema } from './input-schema.ts'
import { isBlank } from './invent-value.ts'
import { type InputCheck, prepareCheck } from './prepare-check.ts'

/** The input of an Actor, as agents see it. */
export interface DescribedInput {
  fields: FieldRow[]
  /** An input that is valid for the schema, if one was found. */
  example: Record<string, unknown> | undefined
  /** Why something is missing, in a sentence. */
  reason: string | undefined
}

/** What an input is checked by. */
export interface InputRules {
  /** Undefined if the schema cannot be compiled. */
  check: InputCheck | undefined
  /** The names of the fields. */
  names: string[]
  /** Whether the schema names no fields, so that any field is allowed. */
  open: boolean
  schema?: Record<string, unknown>
}

/** Returns the input schema of a build, or undefined if it has none that is a JSON object. */
export function inputSchemaOf(build: ApiBuild | undefined): Record<string, unknown> | undefined {
  return parseObject(build?.inputSchema) ?? build?.actorDefinition?.input ?? undefined
}

/**
 * Describes the input of an Actor: its fields, and an example that is valid.
 * @param build undefined if the Actor has no finished build
 */
export async function describeInput(
  actor: ApiActor,
  build: ApiBuild | undefined,
): Promise<DescribedInput> {
  const stored = parseObject(actor.exampleRunInput?.body)
  const schema = inputSchemaOf(build)
  if (!schema) {
    return { fields: [], example: build && stored, reason: whyNoSchema(build) }
  }
  const object = readObjectSchema(schema)
  const check = await prepareCheck(schema)
  const example = check && (await exampleInput(object, check, stored))
  return {
    fields: fieldTable(object),
    example,
    reason: example
      ? emptyNote(example, object.required)
      : 'No example input could be made from the schema.',
  }
}

/** Says which required fields an example leaves empty because nothing tells what belongs into them. */
function emptyNote(example: object, required: readonly string[]): string | undefined {
  const empty = Object.entries(example)
    .filter(([name, value]) => required.includes(name) && isBlank(value))
    .map(([name]) => `\`${oneLine(name, 60)}\``)
  if (empty.length === 0) return undefined
  return `The schema does not tell what belongs into ${empty.slice(0, 5).join(', ')}. Section \`readme\` may.`
}

/** Says why an Actor has no input schema that can be read. */
export function whyNoSchema(build: ApiBuild | undefined): string {
  if (!build) return 'The Actor has no finished build, so it cannot run yet.'
  const what = build.inputSchema
    ? 'The Actor has no input schema that can be read: it is not a JSON object, or too large.'
    : 'The Actor has no input schema.'
  return `${what} Section \`readme\` may describe its input.`
}

/** Returns the rules of a build's input schema, or undefined if it has none. */
export async function inputRules(build: ApiBuild | undefined): Promise<InputRules | undefined> {
  const schema = inputSchemaOf(build)
  if (!schema) return undefined
  const names = Object.keys(readObjectSchema(schema).properties)
  return { check: await prepareCheck(schema), names, open: names.length === 0, schema }
}

/** Larger JSON of an Actor's author is not read: it would keep everybody waiting. Real schemas are far smaller. */
const MAX_SCHEMA_CHARS = 16_000_000
const MAX_SCHEMA_VALUES = 80_000

function parseObject(text: string | null | undefined): Record<string, unknown> | undefined {
  if (!text || text.length > MAX_SCHEMA_CHARS || hasMoreValues(text, MAX_SCHEMA_VALUES))
    return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
