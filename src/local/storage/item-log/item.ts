import { ApiError } from '../../api-error.ts'
import { parseJson } from '../../body-text.ts'
import { MAX_DEPTH } from '../../json-depth.ts'
import { splitArray } from './json-array.ts'
import type { Row } from './row.ts'

/** A JSON object with any keys; `__proto__` is a key like any other. */
export type Item = Record<string, unknown>

export function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Tells whether a top-level field is hidden, which its prefix says in the API. */
export function isHidden(field: string): boolean {
  return field.startsWith('#')
}

/** Tells whether an item has any field that is not hidden. */
export function isCleanItem(item: unknown): boolean {
  return isItem(item) && Object.keys(item).some((field) => !isHidden(field))
}

/**
 * Parses the body of a push: an object or an array of objects. Each item keeps its own text, so
 * that numbers beyond the precision of JavaScript come back unchanged.
 * @throws {ApiError} 400 `invalid-request`, such as for one that is nested too deep, or `schema-validation-error` with the positions of
 *   the elements that are not objects
 */
export function parseItems(text: string): Row[] {
  // The array around the items is no level of theirs.
  const levels = /^\s*\[/.test(text) ? MAX_DEPTH + 1 : MAX_DEPTH
  const body = parseJson(text, 'invalid-request', levels)
  if (isItem(body)) return [{ text: toLine(text), isClean: isCleanItem(body) }]
  if (!Array.isArray(body)) {
    const message = 'The body must be a JSON object or an array of JSON objects.'
    throw new ApiError(400, 'invalid-request', message)
  }
  const values: unknown[] = body
  refuseInvalid(values)
  const texts = splitArray(text)
  return values.map((value, i) => ({ text: toLine(texts[i] ?? ''), isClean: isCleanItem(value) }))
}

function refuseInvalid(values: unknown[]): void {
  const invalidItems = values.flatMap((value, itemPosition) => {
    if (isItem(value)) return []
    const error = { keyword: 'type', params: { type: 'object' }, message: 'must be object' }
    const path = { instancePath: `/${itemPosition}`, schemaPath: '#/items/type' }
    return [{ itemPosition, validationErrors: [{ ...path, ...error }] }]
  })
  if (invalidItems.length === 0) return
  const positions = invalidItems.map(({ itemPosition }) => itemPosition)
  const list = positions.slice(0, 10).join(', ') + (positions.length > 10 ? ', …' : '')
  const message = `Schema validation failed: items must be objects, but those at ${list} are not.`
  throw new ApiError(400, 'schema-validation-error', message, { invalidItems })
}

/** Replaces line breaks by spaces: in JSON they only occur as white space between tokens. */
function toLine(text: string): string {
  return text.trim().replace(/[\r\n]+/g, ' ')
}
