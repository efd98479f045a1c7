import { invalidValue } from '../api-error.ts'
import type { Item } from '../storage/item-log/item.ts'
import { itemsOf, type Listing } from './listing.ts'

/** From the API's description of the formats that are tables. */
const MAX_COLUMNS = 2000
const MAX_NAME_CHARS = 200

/** What a cell can hold; null for nothing. */
export type Cell = string | number | boolean | null

/** A field as some items have it, with the fields in it. */
interface Field {
  children: Map<string, Field>
  /** Whether some item has a plain value here, rather than an object or an array. */
  isPlain: boolean
}

/** The columns of a table: a field's name, or the path to it such as `author/name` or `tags/0`. */
export interface Columns {
  names: string[]
  /** The cells of an item, one a column. */
  cellsOf(item: Item): Cell[]
}

/**
 * Finds the columns of all items, in the order in which their fields come up, a field's parts
 * together. It reads the whole listing and keeps no more of it than the names.
 * @throws {ApiError} 400 `invalid-value` for more columns or longer names than a table may have
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

/** Adds the fields of a value to those that are known. */
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
  // A field of several columns may be none itself, so this only bounds what is kept meanwhile.
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

/** A field that is empty wherever it comes up is a column of its own. */
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
