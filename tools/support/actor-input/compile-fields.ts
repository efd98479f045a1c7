import { oneLine, shortValue } from '../text/one-line.ts'
import { argumentNames } from './argument-names.ts'
import { type FieldTypes, fieldTypes, hasType } from './field-types.ts'
import { editorEntry, readObjectSchema, type SchemaField } from './input-schema.ts'

/** Values that an enum may have. A field with more becomes a string whose description gives some. */
const ENUM_VALUES = 20
/** Types of the entries of a list that clients are shown. */
const ITEM_TYPES = ['string', 'integer', 'number', 'boolean', 'object']

/** A field of an Actor's input, as plain JSON Schema: one type, no editor hints, no unions. */
export interface CompiledField {
  /** The name of its argument. */
  name: string
  /** Its name in the input of the Actor. */
  field: string
  required: boolean
  /** The types that it takes, in words. */
  type: string
  schema: Record<string, unknown>
  /** Returns whether a value has a type of the field. The platform checks the rest when a run starts. */
  accepts(value: unknown): boolean
}

/**
 * Compiles the fields of an Actor's input schema, required ones first.
 * @param chars the length of a description at most, in characters; 0 leaves descriptions out
 */
export function compileFields(schema: Record<string, unknown>, chars: number): CompiledField[] {
  const { properties, required } = readObjectSchema(schema)
  const all = new Map(Object.entries(properties))
  // A required field that the schema forgets to describe takes any value.
  for (const name of required) if (!all.has(name)) all.set(name, {})
  // A field with a default may be left out, even if the schema requires it.
  const needed = new Set(required.filter((name) => all.get(name)?.default === undefined))
  const offered = [...all].filter(([name, { editor }]) => editor !== 'hidden' || needed.has(name))
  const names = argumentNames(offered.map(([name]) => name))
  const fields = offered.map(([name, field]) => {
    const argument = names.get(name) ?? name
    return {
      name: argument,
      field: name,
      required: needed.has(name),
      ...compileField(field, chars, ownName(name)),
    }
  })
  return fields.toSorted((a, b) => Number(b.required) - Number(a.required))
}

function compileField(
  field: SchemaField,
  chars: number,
  named: readonly string[],
): Pick<CompiledField, 'type' | 'schema' | 'accepts'> {
  const types = fieldTypes(field)
  const type = types.listed
  // Vendors refuse values that are empty or repeated. To send the empty one, leave the field out.
  const values = [
    ...new Set(field.enum?.filter((value) => typeof value === 'string' && value) ?? []),
  ]
  const listed = type === 'string' && values.length > 0 && values.length <= ENUM_VALUES
  return {
    type: types.accepted?.join(' or ') ?? 'any',
    schema: {
      type,
      ...describe(field, chars, [
        ...named,
        ...examples(listed ? [] : values),
        ...otherTypes(types),
      ]),
      ...(listed && { enum: values }),
      ...bounds(type, field),
      ...(type === 'array' && { items: itemsOf(field) }),
    },
    accepts: (value) => hasType(value, types) && !(value === '' && isRefused(value, field)),
  }
}

/** Returns whether the platform would refuse a value, because it is not one of a few. */
function isRefused(value: string, { enum: values }: SchemaField): boolean {
  return values !== undefined && !values.includes(value)
}

/** Tells the name of a field whose argument does not show it. */
function ownName(field: string): string[] {
  const isReadable = /^[ -~]{0,64}$/.test(field)
  return isReadable ? [] : [`The Actor calls it ${JSON.stringify(oneLine(field, 40))}.`]
}

function examples(values: readonly unknown[]): string[] {
  if (values.length === 0) return []
  return [`For example ${oneLine(JSON.stringify(values.slice(0, 3)), 80)}.`]
}

/** Names the types that the listed one does not show; a model need not know of null. */
function otherTypes({ accepted = [], listed }: FieldTypes): string[] {
  const others = accepted.filter((type) => type !== listed && type !== 'null')
  return others.length > 0 ? [`Also accepts: ${others.join(', ')}.`] : []
}

function describe(field: SchemaField, chars: number, sentences: readonly string[]): object {
  if (chars === 0) return {}
  const preset =
    field.default === undefined
      ? ''
      : `Default: ${oneLine(JSON.stringify(shortValue(field.default, 40)), 60)}.`
  const text = oneLine(field.description, chars) ?? oneLine(field.title, chars) ?? ''
  const extras = [...sentences, preset].filter(Boolean)
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
  if (typeof items?.type === 'string' && ITEM_TYPES.includes(items.type))
    return { type: items.type }
  // An entry that the author proposes shows the type of all entries.
  const [proposed] = [field.prefill, field.default].flatMap((list) =>
    Array.isArray(list) ? list : [],
  )
  const type = typeof proposed
  return { type: type === 'object' || type === 'number' || type === 'boolean' ? type : 'string' }
}
