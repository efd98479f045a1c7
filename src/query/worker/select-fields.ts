import { isObject } from '../../shared/json.ts'
import { isHidden } from '../columns.ts'

type Row = Record<string, unknown>

/** Which fields of rows are loaded. */
export interface FieldSelection {
  /** Returns whether a field is loaded. */
  keeps(field: string): boolean
  /** Whether `narrow` may leave out something. */
  narrows: boolean
  /** Returns a row without objects that are named for one of their fields, if the row itself has that field. */
  narrow(row: Row): Row
}

/**
 * Creates a selection of fields.
 *
 * A name with dots is a field of the row, as Apify has it; if there is none, it reaches into an object,
 * which is then loaded: Apify sends only the named part of it.
 * @param fields names of fields; all fields that are not hidden (`#…`) if there are none
 */
export function selectFields(fields: readonly string[] | undefined): FieldSelection {
  if (!fields?.length)
    return { keeps: (field) => !isHidden(field), narrows: false, narrow: (row) => row }
  const named = new Set(fields)
  const parents = new Map<string, string[]>()
  for (const field of named) {
    const parent = parentOf(field)
    if (parent === undefined || named.has(parent)) continue
    parents.set(parent, [...(parents.get(parent) ?? []), field])
  }
  const isLeftOut = (row: Row, field: string): boolean => {
    const parts = parents.get(field)
    if (!parts) return false
    return !isObject(row[field]) || parts.every((part) => Object.hasOwn(row, part))
  }
  return {
    keeps: (field) => named.has(field) || parents.has(field),
    narrows: parents.size > 0,
    narrow(row) {
      if (parents.size === 0) return row
      const entries = Object.entries(row)
      const kept = entries.filter(([field]) => !isLeftOut(row, field))
      return kept.length === entries.length ? row : Object.fromEntries(kept)
    },
  }
}

/** Returns the object that a name such as `author.name` reaches into; undefined if it has no dot. */
export function parentOf(field: string): string | undefined {
  const dot = field.indexOf('.')
  return dot > 0 ? field.slice(0, dot) : undefined
}
