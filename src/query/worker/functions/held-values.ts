import type { SqlValue } from '../sqlite.ts'
import { FunctionError } from './values.ts'

/** What all aggregates that are open hold together: it is outside SQLite's own memory. In characters or bytes. */
const MAX_HELD = 16_000_000

let held = 0

/** Adds to what aggregates hold. @throws {FunctionError} if that is too much together */
export function hold(name: string, size: number): void {
  if (held + size > MAX_HELD)
    throw tooMuchHeld(name, `what the aggregates hold has more than ${MAX_HELD} characters`)
  held += size
}

/** Gives back what an aggregate has held. */
export function release(size: number): void {
  held -= size
}

/** Returns what a value takes outside SQLite's own memory, in characters or bytes. */
export function sizeOf(value: SqlValue): number {
  return typeof value === 'string' || value instanceof Uint8Array ? value.length : 0
}

/** Returns the error for an aggregate that collects too much. @param what without a full stop */
export function tooMuchHeld(name: string, what: string): FunctionError {
  return new FunctionError(
    name,
    what,
    'Collect less: filter first, group by more columns, or take `substr(x, 1, 100)`.',
  )
}
