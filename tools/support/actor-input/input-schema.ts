import { z } from 'zod'
import { oneLine, shortValue } from '../text/one-line.ts'

/** Values of an enum that a table shows. It counts the others. */
const ENUM_VALUES = 12
/** Properties of an object that its type shows. */
const NESTED_NAMES = 8

/** The names in a list. Its other entries are ignored, since the loss of a required field costs money. */
const names = z
  .array(z.unknown())
  .catch([])
  .transform((list) => list.filter((each) => typeof each === 'string'))
const text = z.string().optional().catch(undefined)
const bound = z.number().optional().catch(undefined)

/** Stands for any URL in examples. */
export const EXAMPLE_URL = 'https://example.com'
/** Example entries of the lists that the platform's own editors build. */
const EDITOR_ENTRIES = new Map<string, Record<string, string>>([
  ['requestListSources', { url: EXAMPLE_URL }],
  ['globs', { glob: `${EXAMPLE_URL}/**` }],
  ['pseudoUrls', { purl: `${EXAMPLE_URL}/[.*]` }],
  ['keyValue', { key: 'example', value: 'example' }],
])

/** Returns an example entry of a list, if its editor builds objects. */
export function editorEntry({ editor }: SchemaField): Record<string, string> | undefined {
  return EDITOR_ENTRIES.get(editor ?? '')
}

/** A field of an input, a dataset or an object within: JSON Schema with editor hints. */
const schemaField = z.looseObject({
  type: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .catch(undefined),
  title: text,
  description: text,
  editor: text,
  enum: z.array(z.unknown()).optional().catch(undefined),
  minimum: bound,
  maximum: bound,
  exclusiveMinimum: bound,
  exclusiveMaximum: bound,
  multipleOf: bound,
  minItems: bound,
  maxItems: bound,
  minLength: bound,
  maxLength: bound,
  items: z.looseObject({}).optional().catch(undefined),
  properties: z.record(z.string(), z.unknown()).optional().catch(undefined),
})
export type SchemaField = z.output<typeof schemaField>

/** Reads the schema of a field. Parts of another form count as missing. */
export function readField(value: unknown): SchemaField {
  return schemaField.catch({}).parse(value)
}

const objectSchema = z.looseObject({
  properties: z.record(z.string(), schemaField.catch({})).catch({}),
  required: names,
})
export type ObjectSchema = z.output<typeof objectSchema>

/** A row of the table of fields. Properties that do not apply are left out. */
export interface FieldRow {
  name: string
  type: string
  required?: true
  default?: unknown
  description?: string
  values?: unknown[]
}

/** Reads the schema of an object. Parts of another form count as missing. */
export function readObjectSchema(value: unknown): ObjectSchema {
  return objectSchema.catch({ properties: {}, required: [] }).parse(value)
}

/** Returns the fields of a schema as rows of a compact table, required ones first. */
export function fieldTable({ properties, required }: ObjectSchema): FieldRow[] {
  const needed = new Set(required)
  const rows = Object.entries(properties).map(([name, field]) =>
    toRow(name, field, needed.has(name)),
  )
  return rows.toSorted((a, b) => Number(b.required ?? false) - Number(a.required ?? false))
}

function toRow(name: string, field: SchemaField, required: boolean): FieldRow {
  const description = oneLine(field.description) ?? oneLine(field.title)
  return {
    name,
    type: typeOf(field),
    ...(required && { required }),
    ...(field.default !== undefined && { default: shortValue(field.default) }),
    ...(description && { description }),
    ...(field.enum && { values: shortEnum(field.enum) }),
  }
}

function shortEnum(values: readonly unknown[]): unknown[] {
  if (values.length <= ENUM_VALUES) return values.map((value) => shortValue(value, 60))
  const shown = values.slice(0, ENUM_VALUES - 2).map((value) => shortValue(value, 60))
  return [...shown, `… [+${values.length - shown.length} values]`]
}

/** Writes a type in a few words: `integer 1 to 100`, `array of {url}`, `object {a, b}`. */
function typeOf(field: SchemaField): string {
  const type = Array.isArray(field.type) ? field.type.join(' or ') : (field.type ?? 'any')
  const name = oneLine(type, 60) ?? 'any'
  if (name === 'array') return `array${itemsOf(field)}`
  if (name === 'object') return field.properties ? `object ${shape(field.properties)}` : name
  const { minimum, maximum } = field
  if (minimum !== undefined && maximum !== undefined) return `${name} ${minimum} to ${maximum}`
  if (minimum !== undefined) return `${name} from ${minimum}`
  return maximum === undefined ? name : `${name} up to ${maximum}`
}

function itemsOf(field: SchemaField): string {
  const item = field.items && readField(field.items)
  if (item?.properties) return ` of ${shape(item.properties)}`
  const type = typeof item?.type === 'string' ? oneLine(item.type, 60) : undefined
  if (type) return ` of ${type}`
  const entry = editorEntry(field)
  if (entry) return ` of ${shape(entry)}`
  return field.editor === 'stringList' ? ' of string' : ''
}

function shape(properties: Record<string, unknown>): string {
  const all = Object.keys(properties)
  const shown = all.slice(0, NESTED_NAMES).map((name) => oneLine(name, 40))
  return `{${shown.join(', ')}${all.length > shown.length ? `, +${all.length - shown.length}` : ''}}`
}

/** Returns the field of an input that a path such as `startUrls[0].url` leads into. */
export function topField(path: string): string {
  return path.split(/[.[]/)[0] ?? ''
}
