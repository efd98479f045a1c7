import type { z } from 'zod'
import { ToolError } from '../shared/errors.ts'
import { decodeJson, isExactNumber, isObject } from '../shared/json.ts'
import { excessOf } from '../shared/json-excess.ts'

/** JSON Schema, as zod writes it. */
export type JsonSchema = z.core.JSONSchema.BaseSchema

/** What an argument, or a part of one, must be. */
export interface Wanted {
  schema: JsonSchema
  /** Returns whether a value is valid as it is. */
  accepts(value: unknown): boolean
  /** Whether a text lists names, with commas between them. */
  listsNames?: boolean
}

/** Stands for a value that says that nothing is set. */
export const UNSET = Symbol('unset')

/** A text is decoded at most this often: each program on its way may have encoded it once. */
const MAX_DECODINGS = 3
/** A longer text is no list of names, in characters. */
const MAX_NAMES_CHARS = 100_000
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/**
 * Returns what a client means by a value that it spelled in another way than the schema wants.
 * @returns the value itself if it is right; UNSET if it says that nothing is set; undefined if it cannot
 *   be read, or in more than one way
 * @throws {ToolError} if a text is JSON of too many values or keys
 */
export function respellValue(value: unknown, wanted: Wanted, decodings = MAX_DECODINGS): unknown {
  if (isRight(value, wanted)) return respellParts(value, wanted.schema)
  if (value === null) return UNSET
  if (typeof value !== 'string') return listOfOne(value, wanted)
  const text = value.trim()
  if (text === '') return UNSET
  const scalar = readScalar(text, wanted)
  if (scalar !== undefined) return scalar
  const json = /^["[{]/.test(text) ? decodeBounded(text) : undefined
  if (json !== undefined && decodings > 0 && !isQuotation(json, wanted))
    return respellValue(json, wanted, decodings - 1)
  // Brackets that are not JSON may be of another language: no one can tell how many entries are meant.
  if (/^[[{]/.test(text)) return undefined
  if (text === 'null') return listsTexts(wanted.schema) ? undefined : UNSET
  return listOfOne(value, wanted)
}

function decodeBounded(text: string): unknown {
  const excess = excessOf(text)
  if (excess) throw new ToolError(`A text of JSON has ${excess.what}.`, excess.remedy)
  return decodeJson(text)
}

/** Corrects the entries of a list and the properties of an object, as far as the schema names them. */
function respellParts(value: unknown, schema: JsonSchema): unknown {
  if (Array.isArray(value)) return respellEntries(value, itemsOf(schema))
  if (!isObject(value) || !schema.properties) return value
  return respellProperties(value, schema, (given, part) => respellValue(given, wantedAs(part)))
}

/**
 * Returns an object with its properties as `respell` returns them: UNSET takes an optional one out,
 * undefined leaves one as it is.
 * @returns the object itself if nothing changes
 */
export function respellProperties(
  object: Record<string, unknown>,
  { properties = {}, required = [] }: JsonSchema,
  respell: (given: unknown, schema: JsonSchema, name: string) => unknown,
): Record<string, unknown> {
  const changes = new Map<string, unknown>()
  for (const [name, schema] of Object.entries(properties)) {
    if (!Object.hasOwn(object, name)) continue
    const given = object[name]
    const meant = respell(given, asObject(schema), name)
    if (meant === undefined || meant === given) continue
    if (meant !== UNSET || !required.includes(name)) changes.set(name, meant)
  }
  if (changes.size === 0) return object
  const kept = Object.entries(object).filter(([name]) => changes.get(name) !== UNSET)
  return Object.fromEntries(kept.map(([name, value]) => [name, changes.get(name) ?? value]))
}

function respellEntries(list: unknown[], items: JsonSchema): unknown[] {
  const wanted = wantedAs(items)
  const entries = list.map((entry) => {
    const meant = respellValue(entry, wanted)
    return meant === UNSET || meant === undefined ? entry : meant
  })
  return entries.some((entry, position) => entry !== list[position]) ? entries : list
}

/** Returns the number, the boolean or the value of an enum that a text is. */
function readScalar(text: string, wanted: Wanted): unknown {
  const { schema, accepts } = wanted
  const lower = text.toLowerCase()
  const named = schema.enum?.filter((one) => String(one).toLowerCase() === lower) ?? []
  if (named.length === 1) return named[0]
  if (lower === 'true' || lower === 'false') {
    const value = lower === 'true'
    return isRight(value, wanted) ? value : undefined
  }
  if (!JSON_NUMBER.test(text)) return undefined
  const number = Number(text)
  if (isExactNumber(text)) return isRight(number, wanted) ? number : undefined
  // A rounded number is good enough to be refused for its size, and for nothing else.
  return hasType(number, schema) && !accepts(number) ? number : undefined
}

/** Returns whether quotes may be meant to stay: a phrase to search for, as the one entry of a list. */
function isQuotation(json: unknown, { schema, listsNames }: Wanted): boolean {
  return typeof json === 'string' && listsTexts(schema) && !listsNames && !/^\s*[[{]/.test(json)
}

function listOfOne(value: unknown, { schema, listsNames }: Wanted): unknown {
  if (schema.type !== 'array') return undefined
  if (typeof value === 'string' && listsNames && listsTexts(schema)) return splitNames(value)
  const entry = respellValue(value, wantedAs(itemsOf(schema)))
  return entry === undefined || entry === UNSET ? undefined : [entry]
}

function splitNames(text: string): string[] | undefined {
  // Names in quotes are a list of another language, or one that lost its brackets.
  if (text.length > MAX_NAMES_CHARS || /"|(?:^|,)\s*'/.test(text)) return undefined
  const names = text.split(',').map((name) => name.trim())
  const given = names.filter((name) => name !== '')
  return given.length > 0 ? given : undefined
}

function wantedAs(schema: JsonSchema): Wanted {
  return { schema, accepts: (value) => hasType(value, schema) }
}

function isRight(value: unknown, { schema, accepts }: Wanted): boolean {
  return hasType(value, schema) || accepts(value)
}

/** Returns whether a value has the type that a schema wants, whatever it holds. */
export function hasType(value: unknown, { type, enum: values }: JsonSchema): boolean {
  if (values) return values.some((one) => one === value)
  if (type === undefined) return true
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isObject(value)
  return typeof value === (type === 'integer' ? 'number' : type)
}

function listsTexts(schema: JsonSchema): boolean {
  return schema.type === 'array' && itemsOf(schema).type === 'string'
}

/** Returns the schema of the entries of a list. */
export function itemsOf({ items }: JsonSchema): JsonSchema {
  return Array.isArray(items) ? {} : asObject(items)
}

function asObject(schema: boolean | JsonSchema | undefined): JsonSchema {
  return typeof schema === 'object' ? schema : {}
}
