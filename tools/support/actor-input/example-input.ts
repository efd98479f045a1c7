import { isObject } from '../../../src/shared/json.ts'
import type { InputProblem } from './check-input.ts'
import { type ObjectSchema, type SchemaField, topField } from './input-schema.ts'
import { inventValue, isBlank } from './invent-value.ts'
import type { InputCheck } from './prepare-check.ts'

/** A larger value does not help as an example, in characters of JSON. */
const MAX_VALUE_CHARS = 1500

/** How many fields an invented object has at most: as many as help, then fewer if those are not valid. */
const FIELDS_OF_OBJECTS = [12, 1, 0]

type Input = Record<string, unknown>

/**
 * Builds an input to start from. It takes what the schema proposes, and invents values of required
 * fields without a proposal.
 * @param stored the example that the Actor's author stored
 * @returns undefined if no candidate passes the check
 */
export async function exampleInput(
  schema: ObjectSchema,
  check: InputCheck,
  stored: Input | undefined,
): Promise<Input | undefined> {
  const required = new Set(schema.required)
  const fields = Object.entries(schema.properties)
  const pick = (maxFields: number, want: (name: string) => boolean = () => true): Input =>
    Object.fromEntries(
      fields.flatMap(([name, field]) => {
        const value = want(name) ? proposal(name, field, required.has(name), maxFields) : undefined
        return value === undefined ? [] : [[name, value]]
      }),
    )
  const isRequired = (name: string) => required.has(name)
  const candidates = [
    ...FIELDS_OF_OBJECTS.map((count) => () => pick(count)),
    ...FIELDS_OF_OBJECTS.map((count) => () => pick(count, isRequired)),
    () => stored,
  ]
  for (const make of candidates) {
    const input = make()
    if (input === undefined || !isShort(input, 3 * MAX_VALUE_CHARS)) continue
    const wrong = await problemsOf(input)
    if (wrong.length === 0) return input
    const repaired = withoutWrong(input, wrong, required)
    if (input !== stored && (await problemsOf(repaired)).length === 0) return repaired
  }
  return undefined

  async function problemsOf(input: Input): Promise<InputProblem[]> {
    // One that takes too long to check counts as valid, because the platform decides.
    return (await check(input)) ?? []
  }
}

/** Leaves out the optional fields that the author prefilled with wrong values. */
function withoutWrong(
  input: Input,
  problems: readonly InputProblem[],
  required: Set<string>,
): Input {
  const wrong = new Set(problems.map(({ path }) => topField(path)))
  return Object.fromEntries(
    Object.entries(input).filter(([name]) => !wrong.has(name) || required.has(name)),
  )
}

function proposal(name: string, field: SchemaField, required: boolean, maxFields: number): unknown {
  const given = [field.prefill, required ? field.default : undefined, field.example]
  const value = given
    .map((entry) => shortened(entry, field.minItems))
    .find((entry) => entry !== undefined && isShort(entry, MAX_VALUE_CHARS))
  if (value !== undefined && !isBlank(value)) return value
  if (!required && !Array.isArray(value)) return value
  const invented = inventValue(field, { name, maxFields })
  // An empty object shows nobody what belongs into it, but it is better than nothing.
  if (required) return isBlank(invented) ? (value ?? invented) : invented
  const [entry] = Array.isArray(invented) ? invented : []
  return isObject(entry) && !isBlank(entry) ? invented : undefined
}

/** Returns the first entries of a list that is too long for an example. */
function shortened(value: unknown, minItems = 1): unknown {
  if (!Array.isArray(value) || isShort(value, MAX_VALUE_CHARS)) return value
  let length = value.length
  while (length > Math.max(1, minItems) && !isShort(value.slice(0, length), MAX_VALUE_CHARS)) {
    length = Math.max(1, minItems, Math.floor(length / 2))
  }
  return value.slice(0, length)
}

function isShort(value: unknown, maxChars: number): boolean {
  return (JSON.stringify(value) ?? '').length <= maxChars
}
