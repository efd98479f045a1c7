import { isObject } from '../../../src/shared/json.ts'
import { oneLine, shortValue } from '../text/one-line.ts'
import { editorEntry, readObjectSchema, type SchemaField } from './input-schema.ts'

/** Values that an enum may have. A field with more becomes a string whose description gives some. */
const ENUM_VALUES = 20
/** Argument names that every model vendor accepts. Fields with other names are left out. */
const PLAIN_NAME = /^[a-zA-Z_]\w{0,63}$/

/** A field of an Actor's input, as plain JSON Schema: one type, no editor hints, no unions. */
export interface CompiledField {
  name: string
  required: boolean
  type: string
  schema: Record<string, unknown>
  /** Returns whether a value has the type. The platform checks the rest when a run starts. */
  accepts(value: unknown): boolean
}

/**
 * Compiles the fields of an Actor's input schema, required ones first.
 * @param chars the length of a description at most, in characters; 0 leaves descriptions out
 */
export function compileFields(schema: Record<string, unknown>, chars: number): CompiledField[] {
  const { properties, required } = readObjectSchema(schema)
  const needed = new Set(required)
  const fields = Object.entries(properties)
    .filter(([name, field]) => PLAIN_NAME.test(name) && field.editor !== 'hidden')
    .map(([name, field]) => compileField(name, field, needed.has(name), chars))
  return fields.toSorted((a, b) => Number(b.required) - Number(a.required))
}

function compileField(
  name: string,
  field: SchemaField,
  required: boolean,
  chars: number,
): CompiledField {
  const type = typeOf(field)
  // Vendors refuse values that are empty or repeated. To send the empty one, leave the field out.
  const values = [
    ...new Set(field.enum?.filter((value) => typeof value === 'string' && value) ?? []),
  ]
  const listed = type === 'string' && values.length > 0 && values.length <= ENUM_VALUES
  return {
    name,
    // A field with a default may be left out, even if the schema requires it.
    required: required && field.default === undefined,
    type,
    schema: {
      type,
      ...describe(field, chars, listed ? [] : values),
      ...(listed && { enum: values }),
      ...bounds(type, field),
      ...(type === 'array' && { items: itemsOf(field) }),
    },
    accepts: (value) => hasType(value, type) && !(value === '' && isRefused(value, field)),
  }
}

/** Returns whether the platform would refuse a value, because it is not one of a few. */
function isRefused(value: string, { enum: values }: SchemaField): boolean {
  return values !== undefined && !values.includes(value)
}

const TYPES = ['string', 'integer', 'number', 'boolean', 'array', 'object']

function typeOf({ type }: SchemaField): string {
  const first = Array.isArray(type) ? type.find((entry) => TYPES.includes(entry)) : type
  return first !== undefined && TYPES.includes(first) ? first : 'string'
}

function describe(field: SchemaField, chars: number, unlisted: readonly unknown[]): object {
  if (chars === 0) return {}
  const preset =
    field.default === undefined
      ? ''
      : `Default: ${oneLine(JSON.stringify(shortValue(field.default, 40)), 60)}.`
  const some =
    unlisted.length > 0 ? `For example ${oneLine(JSON.stringify(unlisted.slice(0, 3)), 80)}.` : ''
  const text = oneLine(field.description, chars) ?? oneLine(field.title, chars) ?? ''
  const extras = [some, preset].filter(Boolean)
  const end = extras.length > 0 && text !== '' && !/[.!?…]$/.test(text) ? '.' : ''
  const description = [`${text}${end}`, ...extras].filter(Boolean).join(' ')
  return description ? { description } : {}
}

/** Returns the bounds of a number. Those beyond the integers of JavaScript tell a model nothing. */
function bounds(type: string, { minimum, maximum }: SchemaField): object {
  if (type !== 'integer' && type !== 'number') return {}
  const [from, to] =
    type === 'number'
      ? [minimum, maximum]
      : [inRange(minimum, Math.ceil), inRange(maximum, Math.floor)]
  return { ...(from !== undefined && { minimum: from }), ...(to !== undefined && { maximum: to }) }
}

function inRange(bound: number | undefined, round: (bound: number) => number): number | undefined {
  return bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? round(bound) : undefined
}

function itemsOf(field: SchemaField): object {
  const { items } = field
  const entry = editorEntry(field)
  if (entry) {
    const keys = Object.keys(entry)
    const properties = Object.fromEntries(keys.map((key) => [key, { type: 'string' }]))
    return { type: 'object', properties, required: keys }
  }
  if (typeof items?.type === 'string' && TYPES.includes(items.type) && items.type !== 'array') {
    return { type: items.type }
  }
  // An entry that the author proposes shows the type of all entries.
  const [proposed] = [field.prefill, field.default].flatMap((list) =>
    Array.isArray(list) ? list : [],
  )
  const type = typeof proposed
  return { type: type === 'object' || type === 'number' || type === 'boolean' ? type : 'string' }
}

function hasType(value: unknown, type: string): boolean {
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isObject(value)
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}
