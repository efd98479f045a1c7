import { asPruned, LongText, omittedCount } from './pruned.ts'

/** Deeper values are shown as they are, since this recurses. */
const MAX_PRUNE_DEPTH = 100

/**
 * Drops null and empty fields of objects, at every level; array entries keep their places.
 * @returns the value itself if it has no such field
 */
export function pruneValue(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > MAX_PRUNE_DEPTH) return value
  if (value instanceof LongText) return value
  if (Array.isArray(value)) {
    const pruned = value.map((entry) => pruneValue(entry, depth + 1))
    return pruned.every((entry, i) => entry === value[i]) ? value : asPruned(value, pruned)
  }
  return mapFields(value, depth, (entry) => !isEmpty(entry))
}

/**
 * Drops null and empty fields inside the values of a row; its own fields stay.
 * @returns the row itself if it has no such field
 */
export function pruneNested(row: unknown): unknown {
  const isRow = typeof row === 'object' && row !== null && !Array.isArray(row)
  return isRow && !(row instanceof LongText) ? mapFields(row, 0, () => true) : pruneValue(row)
}

function mapFields(value: object, depth: number, isKept: (entry: unknown) => boolean): object {
  const fields: Readonly<Record<string, unknown>> = Object(value)
  const kept: Record<string, unknown> = {}
  let isWhole = true
  for (const name of Object.keys(value)) {
    const pruned = pruneValue(fields[name], depth + 1)
    const stays = isKept(pruned)
    if (stays) setField(kept, name, pruned)
    isWhole &&= stays && pruned === fields[name]
  }
  return isWhole ? value : asPruned(value, kept)
}

/** Sets a field of an object, in half the time of `Object.fromEntries`. */
function setField(fields: Record<string, unknown>, name: string, value: unknown): void {
  // Set like others, it would be the prototype.
  if (name !== '__proto__') fields[name] = value
  else Object.defineProperty(fields, name, { value, enumerable: true, writable: true })
}

/** Returns whether a value is null, an empty text, or an object or array without entries. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0 && omittedCount(value) === 0
}
