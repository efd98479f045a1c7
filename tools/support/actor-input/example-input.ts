import type { InputProblem } from './check-input.ts'
import {
  EXAMPLE_URL,
  editorEntry,
  type ObjectSchema,
  type SchemaField,
  topField,
} from './input-schema.ts'
import type { InputCheck } from './prepare-check.ts'

/** A larger value does not help as an example, in characters of JSON. */
const MAX_VALUE_CHARS = 1500

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
  const pick = (want: (name: string) => boolean): Input =>
    Object.fromEntries(
      fields.flatMap(([name, field]) => {
        const value = want(name) ? proposal(field, required.has(name)) : undefined
        return value === undefined ? [] : [[name, value]]
      }),
    )
  const full = pick(() => true)
  const least = pick((name) => required.has(name))
  const wrong = (await check(full)) ?? []
  const candidates = [full, withoutWrong(full, wrong, required), least, stored]
  for (const input of candidates) {
    if (input === undefined || !isShort(input, 3 * MAX_VALUE_CHARS)) continue
    // One that takes too long to check counts as valid, because the platform decides.
    const problems = (await check(input)) ?? []
    if (problems.length === 0) return input
  }
  return undefined
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

function proposal(field: SchemaField, required: boolean): unknown {
  const given = [field.prefill, required ? field.default : undefined, field.example]
  const value = given.find((entry) => entry !== undefined && isShort(entry, MAX_VALUE_CHARS))
  return value ?? (required ? inventValue(field) : undefined)
}

function isShort(value: unknown, maxChars: number): boolean {
  return (JSON.stringify(value) ?? '').length <= maxChars
}

/** Returns some value of the field's type, within its bounds. */
function inventValue(field: SchemaField): unknown {
  if (field.enum && field.enum.length > 0) return field.enum[0]
  const type = Array.isArray(field.type) ? field.type[0] : field.type
  switch (type) {
    case 'boolean':
      return true
    case 'integer':
    case 'number':
      return Math.min(Math.max(1, field.minimum ?? 1), field.maximum ?? Number.MAX_SAFE_INTEGER)
    case 'array':
      return Array.from({ length: exampleLength(field.minItems) }, () => inventItem(field))
    case 'object':
      return {}
    default:
      return inventText(field)
  }
}

/** Bounds a minimum length to what an example can show. */
function exampleLength(length = 1): number {
  return Math.min(Math.max(1, length), 100)
}

function inventText({ title = '', description = '', minLength }: SchemaField): string {
  return (/\burl\b/i.test(`${title} ${description}`) ? EXAMPLE_URL : 'example').padEnd(
    exampleLength(minLength),
    'x',
  )
}

function inventItem(field: SchemaField): unknown {
  const entry = editorEntry(field)
  if (entry) return entry
  const type = field.items?.type
  return typeof type === 'string' ? inventValue({ ...field.items, type }) : 'example'
}
