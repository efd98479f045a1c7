import { ApiError } from '../../api-error.ts'
import { parseJson } from '../../body-text.ts'
import { elementsOf } from './json-array.ts'
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

/** The most rows of one push: an empty object takes a hundred times the memory of its text. */
const MAX_ROWS = 500_000
/** How much of a body is parsed at a time, in characters. */
const CHARS_AT_ONCE = 128 * 1024

/**
 * Parses the body of a push: an object or an array of objects. Each item keeps its own text, so
 * that numbers beyond the precision of JavaScript come back unchanged. A long body is parsed in turns
 * with whatever else there is to do.
 * @throws {ApiError} 400 `invalid-request`, such as for one that is nested too deep, or `schema-validation-error` with the positions of
 *   the elements that are not objects
 */
export async function parseItems(text: string): Promise<Row[]> {
  if (/^[ \t\r\n]*\[/.test(text)) return parseArray(text)
  const body = parseJson(text)
  if (isItem(body)) return [{ text: toLine(text), isClean: isCleanItem(body) }]
  const message = 'The body must be a JSON object or an array of JSON objects.'
  throw new ApiError(400, 'invalid-request', message)
}

async function parseArray(text: string): Promise<Row[]> {
  const rows: Row[] = []
  const invalid: number[] = []
  const elements = elementsOf(text)
  let next = elements.next()
  for (let chars = 0; !next.done; next = elements.next()) {
    const item = parseJson(next.value)
    if (!isItem(item)) invalid.push(rows.length)
    rows.push({ text: toLine(next.value), isClean: isCleanItem(item) })
    if (rows.length > MAX_ROWS) throw tooMany()
    chars += next.value.length + ROW_CHARS
    if (chars < CHARS_AT_ONCE) continue
    chars = 0
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (!next.value)
    throw new ApiError(
      400,
      'invalid-request',
      'The body is not valid JSON: its array does not end, or goes on after its end.',
    )
  refuseInvalid(invalid)
  return rows
}

/** A row takes at least as long as this many characters. */
const ROW_CHARS = 32

function tooMany(): ApiError {
  const message = `The body has more than ${MAX_ROWS} items. Split it into smaller requests.`
  return new ApiError(400, 'invalid-request', message)
}

/** The most items that an error describes. */
const MAX_NAMED = 100

function refuseInvalid(positions: number[]): void {
  if (positions.length === 0) return
  const invalidItems = positions.slice(0, MAX_NAMED).map((itemPosition) => {
    const error = { keyword: 'type', params: { type: 'object' }, message: 'must be object' }
    const path = { instancePath: `/${itemPosition}`, schemaPath: '#/items/type' }
    return { itemPosition, validationErrors: [{ ...path, ...error }] }
  })
  const list = positions.slice(0, 10).join(', ') + (positions.length > 10 ? ', …' : '')
  const message = `Schema validation failed: items must be objects, but those at ${list} are not.`
  throw new ApiError(400, 'schema-validation-error', message, { invalidItems })
}

/** Replaces line breaks by spaces: in JSON they only occur as white space between tokens. */
function toLine(text: string): string {
  return text.trim().replace(/[\r\n]+/g, ' ')
}
