import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { z } from 'zod'
import type { VendorRules } from './vendor-rules.ts'

/** The parts of a schema that the rules check. */
const schemaPart = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  enum: z.array(z.unknown()).optional(),
})
type SchemaPart = z.output<typeof schemaPart>

export interface OfferedTool {
  name: string
  description?: string | undefined
  inputSchema: Record<string, unknown>
}

interface Place {
  path: string
  /** 1 is the schema itself. */
  level: number
  part: SchemaPart
}

const validators = { 'draft-07': new Ajv(), '2020-12': new Ajv2020() }

/** Yields every schema within a schema. A value that is not a schema counts as one without a type. */
export function* partsOf(value: unknown, path = '', level = 1): Generator<Place> {
  const part = schemaPart.safeParse(value).data ?? {}
  yield { path, level, part }
  for (const [name, property] of Object.entries(part.properties ?? {}))
    yield* partsOf(property, `${path}.${name}`, level + 1)
  if (part.items !== undefined) yield* partsOf(part.items, `${path}[]`, level + 1)
  for (const branch of part.anyOf ?? []) yield* partsOf(branch, path, level)
}

/** Returns what a vendor would refuse of a tool. The list is empty if it accepts the tool. */
export function faultsOf(tool: OfferedTool, rules: VendorRules): string[] {
  const { name, description = '', inputSchema } = tool
  const places = [...partsOf(inputSchema)]
  const top = places[0]?.part ?? {}
  const chars = rules.descriptionChars ?? Number.POSITIVE_INFINITY
  return [
    !rules.toolName.test(name) && `name ${name}`,
    description === '' && 'no description',
    description.length > chars && 'a long description',
    top.type !== 'object' && 'type at the top',
    ...(rules.refusedAtTop ?? []).map((word) => word in top && `${word} at the top`),
    rules.draft && !validators[rules.draft].validateSchema(inputSchema) && `not ${rules.draft}`,
    ...sizeFaults(places, rules),
    ...places.flatMap((place) => partFaults(place, rules)),
  ].filter((fault) => typeof fault === 'string')
}

function sizeFaults(places: readonly Place[], rules: VendorRules): (string | false)[] {
  const names = places.flatMap(({ part }) => Object.keys(part.properties ?? {}))
  const values = places.flatMap(({ part }) => part.enum ?? [])
  const chars = [...names, ...values.map(String)].join('').length
  const over = (count: number, limit = Number.POSITIVE_INFINITY) => count > limit
  return [
    over(Math.max(...places.map(({ level }) => level)), rules.levels) && 'too many levels',
    over(names.length, rules.properties) && 'too many properties',
    over(values.length, rules.enumValues) && 'too many enum values',
    over(chars, rules.namedChars) && 'too long names and values',
  ]
}

function partFaults({ path, level, part }: Place, rules: VendorRules): string[] {
  const known = rules.keywords
  const names = Object.keys(part.properties ?? {})
  const bad = (level === 1 || rules.nestedNames) && rules.argumentName
  const texts = part.enum?.every((value) => typeof value === 'string' && value !== '') ?? true
  const faults = [
    ...Object.keys(part).map((word) => known && !known.includes(word) && `unknown ${word}`),
    ...(rules.refused ?? []).map((word) => word in part && `refused ${word}`),
    ...names.map((name) => bad && !bad.test(name) && `argument ${name}`),
    ...(part.required ?? []).map((name) => !names.includes(name) && `required ${name}`),
    // No vendor accepts these.
    part.type === undefined && part.anyOf === undefined && 'no type',
    Array.isArray(part.type) && 'several types',
    part.type === 'array' && part.items === undefined && 'no items',
    rules.textEnums && !(texts && (part.enum === undefined || part.type === 'string')) && 'enum',
    (part.description ?? '').length > (rules.descriptionChars ?? Number.POSITIVE_INFINITY) &&
      'a long description',
  ]
  return faults.filter((fault) => typeof fault === 'string').map((fault) => `${fault} at ${path}`)
}
