import { isObject } from '../../../src/shared/json.ts'
import { fieldTypes } from './field-types.ts'
import {
  EXAMPLE_URL,
  editorEntry,
  readField,
  readObjectSchema,
  type SchemaField,
} from './input-schema.ts'
import { inventNumber, inventText } from './invent-scalar.ts'
import { shownFields } from './shown-fields.ts'

/** Levels of objects and lists within each other that an example has. */
const MAX_LEVELS = 20
/** Entries of a list, and values in all, which a schema may multiply on each level. */
const MAX_ENTRIES = 100
const MAX_VALUES = 500

/** Where a value belongs. */
export interface Place {
  /** The name of its field. */
  name: string
  /** How many fields an object has at most if it requires no more. */
  maxFields: number
  /** The number of an entry of a list whose entries must differ; 0 elsewhere. */
  ordinal?: number
  level?: number
  /** How many values may still be invented. */
  budget?: { left: number }
}

/** Returns some value that a schema describes. It is a proposal: only the check tells whether it is valid. */
export function inventValue(given: SchemaField, place: Place): unknown {
  const field = oneBranch(given)
  const { ordinal = 0, level = 0, budget = { left: MAX_VALUES } } = place
  const within = { ...place, level: level + 1, budget }
  const isDeep = level >= MAX_LEVELS || budget.left-- <= 0
  if (field.const !== undefined) return field.const
  if (field.enum && field.enum.length > 0) return field.enum[ordinal % field.enum.length]
  const { listed } = fieldTypes(field)
  switch (listed) {
    case 'boolean':
      return ordinal % 2 === 0
    case 'integer':
    case 'number':
      return inventNumber(field, listed === 'integer', ordinal)
    case 'array':
      return isDeep ? [] : inventList(field, within)
    case 'object':
      return isDeep ? {} : inventObject(field, within)
    default:
      return inventText(field, place.name, ordinal)
  }
}

/** Returns whether a value shows no field where objects are expected, such as `{}` and `[{}]`. */
export function isBlank(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every((each) => isEmptyObject(each))
  return isEmptyObject(value)
}

function isEmptyObject(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length === 0
}

/** Returns what a schema proposes itself, if it is more than an empty object. */
function proposedValue({ prefill, default: preset, example, examples }: SchemaField): unknown {
  const first = Array.isArray(examples) ? examples[0] : undefined
  return [prefill, preset, example, first].find(
    (value) => value !== undefined && value !== null && !isBlank(value),
  )
}

/** Joins the parts of `allOf`, and takes the first of `anyOf` and `oneOf`. */
function oneBranch(field: SchemaField): SchemaField {
  const { allOf, anyOf, oneOf } = field
  const first = [anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? list.slice(0, 1) : []))
  const parts = [field, ...(Array.isArray(allOf) ? allOf : []), ...first].filter(isObject)
  if (parts.length === 1) return field
  const required = parts.flatMap((part) => (Array.isArray(part.required) ? part.required : []))
  const properties = parts.map((part) => (isObject(part.properties) ? part.properties : {}))
  const joined = Object.assign({}, ...parts, { required })
  const names = Object.assign({}, ...properties)
  return readField(Object.keys(names).length > 0 ? { ...joined, properties: names } : joined)
}

function inventList(field: SchemaField, place: Place): unknown[] {
  const { minItems = 1, maxItems = MAX_ENTRIES, uniqueItems } = field
  const length = Math.min(Math.max(1, minItems), maxItems, MAX_ENTRIES)
  const list: unknown[] = []
  while (list.length < length && (place.budget?.left ?? 1) > 0) {
    list.push(inventEntry(field, { ...place, ordinal: uniqueItems === true ? list.length : 0 }))
  }
  return list
}

function inventEntry(field: SchemaField, place: Place): unknown {
  const items = oneBranch(readField(field.items))
  const { accepted, listed } = fieldTypes(items)
  const isDescribed = accepted !== undefined || items.enum !== undefined || items.properties
  const entry = editorEntry(field)
  if (!isDescribed) {
    const shown = entry ?? shownEntry(field) ?? inventFromText(field, place)
    return shown ?? inventText({}, '', place.ordinal)
  }
  const proposed = place.ordinal ? undefined : proposedValue(items)
  if (proposed !== undefined) return proposed
  if (listed !== 'object') return inventValue(items, place)
  // Where entries have no description of their own, that of the list describes them.
  const described = { ...items, description: items.description ?? field.description }
  const value = inventValue(described, place)
  return isBlank(value) ? (shownEntry(field) ?? entry ?? value) : value
}

/** Returns the first entry that shows fields of those that the schema proposes for a list. */
function shownEntry({ prefill, default: preset, example }: SchemaField): unknown {
  return [prefill, preset, example]
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .find((entry) => entry !== null && !isBlank(entry))
}

function inventObject(field: SchemaField, place: Place): unknown {
  if (field.editor === 'proxy') return { useApifyProxy: true }
  const { properties, required } = readObjectSchema(field)
  const needed = new Set(required)
  const names = Object.keys(properties)
  const optional = names.filter((name) => !needed.has(name))
  const count = Math.max(0, place.maxFields - needed.size)
  const chosen = new Set([...needed, ...optional.slice(0, count)])
  const entries = [...names, ...required]
    .filter((name) => chosen.delete(name))
    .map((name) => [
      name,
      inventField(properties[name] ?? {}, needed.has(name), { ...place, name }),
    ])
  if (entries.length > 0) return Object.fromEntries(entries)
  const other = field.additionalProperties
  const open = isObject(other) && Object.keys(other).length > 0
  if (open) return { example: inventValue(readField(other), { ...place, name: 'example' }) }
  return inventFromText(field, place) ?? {}
}

/** An optional switch is off, as nobody knows what it switches on. */
function inventField(field: SchemaField, isRequired: boolean, place: Place): unknown {
  const proposed = place.ordinal ? undefined : proposedValue(field)
  if (proposed !== undefined) return proposed
  const value = inventValue(field, place)
  return value === true && !isRequired && field.enum === undefined && field.const === undefined
    ? false
    : value
}

/** Invents an object with the fields that a description shows. */
function inventFromText(field: SchemaField, { name, maxFields }: Place): unknown {
  if (maxFields === 0 || field.additionalProperties === false) return undefined
  const shown = shownFields(field.description, name)
  return (
    shown &&
    Object.fromEntries(
      Object.entries(shown).map(([key, value]) => [
        key,
        value ?? (/ur[il]|link|href/i.test(key) ? EXAMPLE_URL : 'example'),
      ]),
    )
  )
}
