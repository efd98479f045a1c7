import { invalidValue } from '../api-error.ts'
import type { Item } from '../storage/item-log/item.ts'
import { itemsOf, type Listing } from './listing.ts'

/** From the API's description of the table formats. */
const MAX_COLUMNS = 2000
const MAX_NAME_CHARS = 200

/** What a cell can hold; null if it is empty. */
export type Cell = string | number | boolean | null

/** A field that some items have, and the fields inside it. */
interface Field {
  children: Map<string, Field>
  /** Whether some item has a value here that is not an object or an array. */
  isPlain: boolean
}

/** The columns of a table: a field's name, or the path to it such as `author/name` or `tags/0`. */
export interface Columns {
  names: string[]
  /** Returns the cells of an item, one for each column. */
  cellsOf(item: Item): Cell[]
}

/**
 * Finds the columns of all items, in the order in which their fields first occur, with the parts of
 * a field together. Reads the whole listing, but keeps only the names.
 * @throws {ApiError} 400 `invalid-value` for too many columns or a name that is too long
 */
export async function findColumns(listing: Listing): Promise<Columns> {
  const root = newField()
  const known = { count: 0 }
  for await (const items of itemsOf(listing)) {
    for (const item of items) note(root, item, undefined, known)
  }
  const names = [...namesOf(root, undefined)]
  if (names.length > MAX_COLUMNS) throw tooMany()
  return { names, cellsOf: (item) => [...cellsOf(root, item)] }
}

function newField(): Field {
  return { children: new Map(), isPlain: false }
}

/** Adds the fields of a value to the known ones. */
function note(
  field: Field,
  value: unknown,
  name: string | undefined,
  known: { count: number },
): void {
  if (!isNested(value)) {
    field.isPlain ||= value !== null
    return
  }
  for (const [key, part] of Object.entries(value)) {
    const partName = pathTo(name, key)
    note(field.children.get(key) ?? addField(field, key, partName, known), part, partName, known)
  }
}

function addField(parent: Field, key: string, name: string, known: { count: number }): Field {
  if (name.length > MAX_NAME_CHARS) throw tooLong(name)
  known.count += 1
  // A field with parts may not be a column itself, so this only limits memory while reading.
  if (known.count > MAX_COLUMNS * 2) throw tooMany()
  const field = newField()
  parent.children.set(key, field)
  return field
}

function* namesOf(field: Field, name: string | undefined): Generator<string> {
  for (const [key, child] of field.children) {
    const childName = pathTo(name, key)
    if (isColumn(child)) yield childName
    yield* namesOf(child, childName)
  }
}

function* cellsOf(field: Field, value: unknown): Generator<Cell> {
  for (const [key, child] of field.children) {
    const part = isNested(value) && Object.hasOwn(value, key) ? value[key] : null
    if (isColumn(child)) yield toCell(part)
    yield* cellsOf(child, part)
  }
}

/** Tells whether a field has a column: it has plain values, or is empty in every item. */
function isColumn({ isPlain, children }: Field): boolean {
  return isPlain || children.size === 0
}

function isNested(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function pathTo(parent: string | undefined, key: string): string {
  return parent === undefined ? key : `${parent}/${key}`
}

function toCell(value: unknown): Cell {
  const isPlain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return isPlain ? value : null
}

function tooMany() {
  return invalidValue(
    `The items have more than ${MAX_COLUMNS} columns. Choose some with "fields", or use the format json.`,
  )
}

function tooLong(name: string) {
  const start = `The name of the column "${name.slice(0, 50)}…" is longer than ${MAX_NAME_CHARS} characters.`
  return invalidValue(`${start} Leave the field out with "omit", or use the format json.`)
}
