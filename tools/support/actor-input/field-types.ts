import { isObject } from '../../../src/shared/json.ts'
import { editorEntry, type SchemaField } from './input-schema.ts'

const TYPES = ['string', 'integer', 'number', 'boolean', 'array', 'object']
/** Levels of `anyOf` and the like that are read. */
const MAX_LEVELS = 4

/** The types of a field. */
export interface FieldTypes {
  /** The one that clients are shown, because vendors refuse lists of types. */
  listed: string
  /** All that the field takes; undefined if it takes any value. */
  accepted: readonly string[] | undefined
}

/** Returns the types that a field of an Actor's input takes. */
export function fieldTypes(field: SchemaField): FieldTypes {
  const declared = declaredTypes(field, MAX_LEVELS) ?? []
  const first = declared.find((type) => type !== 'null')
  if (first === undefined) return { listed: likelyType(field), accepted: undefined }
  const accepted = new Set(field.nullable === true ? [...declared, 'null'] : declared)
  return { listed: first, accepted: [...accepted] }
}

/** Returns whether a value has one of the types of a field. */
export function hasType(value: unknown, { accepted }: FieldTypes): boolean {
  return accepted ? accepted.some((type) => isOfType(value, type)) : value !== undefined
}

/** Returns the types that a schema names; undefined if it names none, or one that JSON does not have. */
function declaredTypes(schema: Record<string, unknown>, levels: number): string[] | undefined {
  const { type, anyOf, oneOf, allOf } = schema
  if (type !== undefined) {
    const named: unknown[] = Array.isArray(type) ? type : [type]
    const known = named.filter((each) => typeof each === 'string' && isType(each))
    return known.length === named.length ? known.map(String) : undefined
  }
  if (levels === 0) return undefined
  const inner = (list: unknown) =>
    (Array.isArray(list) ? list : []).map((each) =>
      isObject(each) ? declaredTypes(each, levels - 1) : undefined,
    )
  const either = [...inner(anyOf), ...inner(oneOf)]
  if (either.length === 0) return inner(allOf).find((each) => each !== undefined)
  return either.includes(undefined) ? undefined : either.flatMap((each) => each ?? [])
}

function isType(name: string): boolean {
  return name === 'null' || TYPES.includes(name)
}

/** Returns the type that a field without one most likely has, by what else its author wrote. */
function likelyType(field: SchemaField): string {
  if (field.items || editorEntry(field) || field.editor === 'stringList') return 'array'
  if (field.properties || field.editor === 'proxy') return 'object'
  const value = [field.prefill, field.default, field.example, field.enum?.[0]].find(
    (each) => each !== undefined && each !== null,
  )
  if (Array.isArray(value)) return 'array'
  const type = value === undefined ? 'string' : typeof value
  return TYPES.includes(type) ? type : 'string'
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isObject(value)
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}
