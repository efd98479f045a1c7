import { isObject } from '../../../src/shared/json.ts'
import { oneLine, shortValue } from '../text/one-line.ts'
import { editorEntry, readObjectSchema, type SchemaField } from './input-schema.ts'

/** Values of an enum that a compiled schema lists; a longer one becomes a described text. */
const ENUM_VALUES = 20
/** Names that every model vendor takes of arguments; fields of other names are left out. */
const PLAIN_NAME = /^[a-zA-Z_]\w{0,63}$/

/** A field of an Actor's input, as clean JSON schema: one type, no editor hints, no unions. */
export interface CompiledField {
  name: string
  required: boolean
  type: string
  schema: Record<string, unknown>
  /** Whether a value is of the type; the platform checks the rest when the run is started. */
  accepts(value: unknown): boolean
}

/** The fields of an Actor's input schema, required ones first. @param chars of a description at most */
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
  // Vendors refuse values that are empty or listed twice; who wants the empty one leaves it out.
  const values = [
    ...new Set(field.enum?.filter((value) => typeof value === 'string' && value) ?? []),
  ]
  const listed = type === 'string' && values.length > 0 && values.length <= ENUM_VALUES
  return {
    name,
    // What has a default need not be given, even where the schema requires it.
    required: required && field.default === undefined,
    type,
    schema: {
      type,
      ...describe(field, chars, listed ? [] : values),
      ...(listed && { enum: values }),
      ...bounds(type, field),
      ...(type === 'array' && { items: itemsOf(field) }),
    },
    accepts: (value) => isOf(type, value),
  }
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

/** Integers have both bounds, since some model vendors ask for them. */
function bounds(type: string, { minimum, maximum }: SchemaField): object {
  if (type === 'integer') {
    const { MIN_SAFE_INTEGER, MAX_SAFE_INTEGER } = Number
    return {
      minimum: Math.max(Math.ceil(minimum ?? MIN_SAFE_INTEGER), MIN_SAFE_INTEGER),
      maximum: Math.min(Math.floor(maximum ?? MAX_SAFE_INTEGER), MAX_SAFE_INTEGER),
    }
  }
  if (type !== 'number') return {}
  return { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) }
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
  // An entry that the author proposes shows what kind they are.
  const [proposed] = [field.prefill, field.default].flatMap((list) =>
    Array.isArray(list) ? list : [],
  )
  const kind = typeof proposed
  return { type: kind === 'object' || kind === 'number' || kind === 'boolean' ? kind : 'string' }
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isObject(value)
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}
