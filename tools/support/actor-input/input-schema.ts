import { z } from 'zod'
import { oneLine, shortValue } from '../text/one-line.ts'

/** Values of an enum that a table names; the rest is counted. */
const ENUM_VALUES = 12
/** Properties of an object that a type names. */
const NESTED_NAMES = 8

const names = z.array(z.string()).catch([])
const text = z.string().optional().catch(undefined)
const bound = z.number().optional().catch(undefined)

/** Where examples begin: an address that stands for any. */
export const EXAMPLE_URL = 'https://example.com'
/** What the platform's own editors of lists make of an entry, as an example of it. */
const EDITOR_ENTRIES = new Map<string, Record<string, string>>([
  ['requestListSources', { url: EXAMPLE_URL }],
  ['globs', { glob: `${EXAMPLE_URL}/**` }],
  ['pseudoUrls', { purl: `${EXAMPLE_URL}/[.*]` }],
  ['keyValue', { key: 'example', value: 'example' }],
])

/** An example of the entries that the editor of a list makes, where they are objects. */
export function editorEntry({ editor }: SchemaField): Record<string, string> | undefined {
  return EDITOR_ENTRIES.get(editor ?? '')
}

/** A field of an Actor's input, dataset or of an object in them: JSON schema with editor hints. */
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
  minItems: bound,
  maxItems: bound,
  minLength: bound,
  items: z.looseObject({}).optional().catch(undefined),
  properties: z.record(z.string(), z.unknown()).optional().catch(undefined),
})
export type SchemaField = z.output<typeof schemaField>

const objectSchema = z.looseObject({
  properties: z.record(z.string(), schemaField.catch({})).catch({}),
  required: names,
})
export type ObjectSchema = z.output<typeof objectSchema>

/** A row of the table of fields; what does not apply is left out. */
export interface FieldRow {
  name: string
  type: string
  required?: true
  default?: unknown
  description?: string
  values?: unknown[]
}

/** The schema of an object, with whatever in it is of another form left out. */
export function readObjectSchema(value: unknown): ObjectSchema {
  return objectSchema.catch({ properties: {}, required: [] }).parse(value)
}

/** The fields of a schema as the rows of a compact table, the required ones first. */
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

/** A type in one word or few: `integer 1-100`, `array of {url}`, `object {a, b}`. */
function typeOf(field: SchemaField): string {
  const type = Array.isArray(field.type) ? field.type.join(' or ') : (field.type ?? 'any')
  const word = oneLine(type, 60) ?? 'any'
  if (word === 'array') return `array${itemsOf(field)}`
  if (word === 'object') return field.properties ? `object ${shape(field.properties)}` : word
  const { minimum, maximum } = field
  if (minimum !== undefined && maximum !== undefined) return `${word} ${minimum} to ${maximum}`
  if (minimum !== undefined) return `${word} from ${minimum}`
  return maximum === undefined ? word : `${word} up to ${maximum}`
}

function itemsOf(field: SchemaField): string {
  const item = schemaField.safeParse(field.items).data
  if (item?.properties) return ` of ${shape(item.properties)}`
  if (typeof item?.type === 'string') return ` of ${oneLine(item.type, 60)}`
  const entry = editorEntry(field)
  if (entry) return ` of ${shape(entry)}`
  return field.editor === 'stringList' ? ' of string' : ''
}

function shape(properties: Record<string, unknown>): string {
  const all = Object.keys(properties)
  const shown = all.slice(0, NESTED_NAMES).map((name) => oneLine(name, 40))
  return `{${shown.join(', ')}${all.length > shown.length ? `, +${all.length - shown.length}` : ''}}`
}
