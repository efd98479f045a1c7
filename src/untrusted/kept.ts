import { isExactNumber } from '../shared/json.ts'
import { copy } from './text-token.ts'

/** A value of which only the beginning is kept. */
export type Kept = string | number | boolean | null | KeptText | KeptArray | KeptObject
interface KeptText {
  start: string
  /** Characters of the whole text. */
  length: number
}
interface KeptArray {
  entries: Kept[]
  /** How many entries were left out at the end. */
  omitted: number
}
interface KeptObject {
  fields: Map<string, Kept>
  omitted: number
}
export type Container = KeptArray | KeptObject

/** Returns a number of JSON as `parseJson` does: one that a double cannot hold becomes a text. */
export function keptNumber(start: string, length: number): Kept {
  if (start.length < length) return { start: copy(start), length }
  return isExactNumber(start) ? Number(start) : copy(start)
}

/** Returns a text, or the beginning of one. */
export function keptText(start: string, length: number): Kept {
  return start.length < length ? { start, length } : start
}

/** Counts what is kept: values, and characters of texts and keys. */
export function sizeOf(value: Kept): { values: number; chars: number } {
  if (typeof value === 'string' || typeof value === 'number')
    return { values: 1, chars: String(value).length }
  if (typeof value !== 'object' || value === null) return { values: 1, chars: 0 }
  if ('start' in value) return { values: 1, chars: value.start.length }
  const size = { values: 1, chars: 0 }
  const inner = 'entries' in value ? value.entries : value.fields.values()
  for (const one of inner) {
    const { values, chars } = sizeOf(one)
    size.values += values
    size.chars += chars
  }
  if ('fields' in value) for (const key of value.fields.keys()) size.chars += key.length
  return size
}
