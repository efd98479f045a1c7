import { type Item, isItem } from '../item-log/item.ts'

/** Rows that a reader does not want: `left` of them are still to come. */
export interface Skip {
  left: number
}

/** Tells whether each row of an unwound item counts, whatever is in its lists. */
type Counts = (item: Item, fields: string[]) => boolean

/**
 * Unwinds fields one after the other, in depth first order, so that one path is in memory. Yields
 * undefined where a list is empty.
 * @param skip rows that are not wanted: they are left out without being built, as far as it is known
 *   how many there are
 * @param counts tells where that is known
 */
export function* unwindFields(
  item: Item,
  fields: string[],
  skip: Skip,
  counts: Counts,
): Generator<Item | undefined> {
  const paths: Iterator<Item>[] = [[item].values()]
  while (paths.length > 0) {
    const { value, done } = paths.at(-1)?.next() ?? { done: true }
    const [field, ...later] = fields.slice(paths.length - 1)
    if (done) paths.pop()
    else if (field === undefined) yield value
    else if (elementsOf(value, field)?.length === 0) yield undefined
    else paths.push(unwindField(value, field, skipElements(value, field, later, skip, counts)))
  }
}

/** Returns what a field unwinds to: the parts of an array, or an object. Undefined for other values. */
function elementsOf(item: Item, field: string): unknown[] | undefined {
  const value = Object.hasOwn(item, field) ? item[field] : undefined
  if (typeof value !== 'object' || value === null) return undefined
  return Array.isArray(value) ? value : [value]
}

function* unwindField(item: Item, field: string, start: number): Generator<Item> {
  const elements = elementsOf(item, field)
  if (!elements) return yield item
  const rest = Object.entries(item).filter(([name]) => name !== field)
  for (let at = start; at < elements.length; at += 1) {
    const element = elements[at]
    const own = isItem(element) ? Object.entries(element) : [[field, element]]
    // Not by assignment: with the key `__proto__` it would set the prototype.
    yield Object.fromEntries([...rest, ...own])
  }
}

/** Takes whole elements of a field off the rows to skip, and returns how many. */
function skipElements(
  item: Item,
  field: string,
  later: string[],
  skip: Skip,
  counts: Counts,
): number {
  if (skip.left === 0 || !counts(item, [field, ...later])) return 0
  const elements = elementsOf(item, field)
  if (!elements || changeLater(elements, field, later)) return 0
  const rows = rowsOf(item, later)
  if (!rows) return 0
  const skipped = Math.min(elements.length, Math.floor(skip.left / rows))
  skip.left -= skipped * rows
  return skipped
}

/** Returns how many rows an item unwinds to; undefined if that depends on what is in its lists. */
function rowsOf(item: Item, fields: string[]): number | undefined {
  let rows = 1
  for (const [i, field] of fields.entries()) {
    const elements = elementsOf(item, field)
    if (!elements) continue
    if (changeLater(elements, field, fields.slice(i + 1))) return undefined
    rows = Math.min(rows * elements.length, Number.MAX_SAFE_INTEGER)
  }
  return rows
}

/** Tells whether elements may bring fields that are unwound after them. */
function changeLater(elements: unknown[], field: string, later: string[]): boolean {
  if (later.includes(field)) return true
  return elements.some((one) => isItem(one) && later.some((name) => Object.hasOwn(one, name)))
}
