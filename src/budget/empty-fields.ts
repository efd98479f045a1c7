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
  const names = Object.keys(value)
  const pruned = names.map((name) => pruneValue(fields[name], depth + 1))
  const isWhole = names.every((name, i) => pruned[i] === fields[name] && isKept(pruned[i]))
  if (isWhole) return value
  const kept = names.map((name, i) => [name, pruned[i]]).filter(([, entry]) => isKept(entry))
  return asPruned(value, Object.fromEntries(kept))
}

/** Returns whether a value is null, an empty text, or an object or array without entries. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0 && omittedCount(value) === 0
}
