import type { ApiActor, ApiBuild } from '../../../src/apify/types/actor-types.ts'
import { isObject } from '../../../src/shared/json.ts'
import type { InputCheck } from './check-input.ts'
import { exampleInput } from './example-input.ts'
import { type FieldRow, fieldTable, readObjectSchema } from './input-schema.ts'

export interface DescribedInput {
  fields: FieldRow[]
  /** An input that passes the check of the schema, where one is found. */
  example: Record<string, unknown> | undefined
  /** Why something is missing, in a sentence. */
  reason: string | undefined
}

/** The input schema of a build; nothing where its Actor has none, or one that is no JSON object. */
export function inputSchemaOf(build: ApiBuild | undefined): Record<string, unknown> | undefined {
  return parseObject(build?.inputSchema) ?? build?.actorDefinition?.input ?? undefined
}

/** @param build nothing where the Actor has no finished build */
export async function describeInput(
  actor: ApiActor,
  build: ApiBuild | undefined,
): Promise<DescribedInput> {
  const stored = parseObject(actor.exampleRunInput?.body)
  const schema = inputSchemaOf(build)
  if (!schema) {
    const reason = build
      ? 'The Actor has no input schema. Section `readme` may describe its input.'
      : 'The Actor has no finished build, so it cannot run yet.'
    return { fields: [], example: build && stored, reason }
  }
  const object = readObjectSchema(schema)
  const check = await checkOf(schema)
  const example = check && exampleInput(object, check, stored)
  return {
    fields: fieldTable(object),
    example,
    reason: example ? undefined : 'No example input could be made from the schema.',
  }
}

/** The check of a build's input schema and the names of its fields; nothing where it has none. */
export async function inputRules(
  build: ApiBuild | undefined,
): Promise<{ check: InputCheck | undefined; names: string[]; open: boolean } | undefined> {
  const schema = inputSchemaOf(build)
  if (!schema) return undefined
  const names = Object.keys(readObjectSchema(schema).properties)
  return { check: await checkOf(schema), names, open: names.length === 0 }
}

/** Loaded when first needed: most calls never check an input. */
async function checkOf(schema: Record<string, unknown>): Promise<InputCheck | undefined> {
  const { compileCheck } = await import('./check-input.ts')
  return compileCheck(schema)
}

function parseObject(text: string | null | undefined): Record<string, unknown> | undefined {
  if (!text) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
