import type { InputCheck, InputProblem } from './check-input.ts'
import { EXAMPLE_URL, editorEntry, type ObjectSchema, type SchemaField } from './input-schema.ts'

/** A larger value is no help as an example, in characters of JSON. */
const MAX_VALUE_CHARS = 1500

type Input = Record<string, unknown>

/**
 * An input to start from: what the schema itself proposes, and values made up for what it requires
 * without a proposal.
 * @param stored the example that the Actor's author stored
 * @returns nothing where no input is found that passes the check
 */
export function exampleInput(
  schema: ObjectSchema,
  check: InputCheck,
  stored: Input | undefined,
): Input | undefined {
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
  const candidates = [full, without(full, check(full), required), least, stored]
  return candidates.find(
    (input) =>
      input !== undefined && isShort(input, 3 * MAX_VALUE_CHARS) && check(input).length === 0,
  )
}

/** Leaves out the optional fields that are wrong as the author prefilled them. */
function without(input: Input, problems: readonly InputProblem[], required: Set<string>): Input {
  const wrong = new Set(problems.map(({ path }) => path.split(/[.[]/)[0] ?? ''))
  return Object.fromEntries(
    Object.entries(input).filter(([name]) => !wrong.has(name) || required.has(name)),
  )
}

function proposal(field: SchemaField, required: boolean): unknown {
  const given = [field.prefill, required ? field.default : undefined, field.example]
  const value = given.find((entry) => entry !== undefined && isShort(entry, MAX_VALUE_CHARS))
  return value ?? (required ? madeUp(field) : undefined)
}

function isShort(value: unknown, maxChars: number): boolean {
  return (JSON.stringify(value) ?? '').length <= maxChars
}

/** Some value of the type, within its bounds. */
function madeUp(field: SchemaField): unknown {
  if (field.enum && field.enum.length > 0) return field.enum[0]
  const type = Array.isArray(field.type) ? field.type[0] : field.type
  switch (type) {
    case 'boolean':
      return true
    case 'integer':
    case 'number':
      return Math.min(Math.max(1, field.minimum ?? 1), field.maximum ?? Number.MAX_SAFE_INTEGER)
    case 'array':
      return Array.from({ length: within(field.minItems) }, () => madeUpItem(field))
    case 'object':
      return {}
    default:
      return madeUpText(field)
  }
}

/** A length that a schema asks for, as far as an example can have it. */
function within(length = 1): number {
  return Math.min(Math.max(1, length), 100)
}

function madeUpText({ title = '', description = '', minLength }: SchemaField): string {
  return (/\burl\b/i.test(`${title} ${description}`) ? EXAMPLE_URL : 'example').padEnd(
    within(minLength),
    'x',
  )
}

function madeUpItem(field: SchemaField): unknown {
  const entry = editorEntry(field)
  if (entry) return entry
  const type = field.items?.type
  return typeof type === 'string' ? madeUp({ ...field.items, type }) : 'example'
}
