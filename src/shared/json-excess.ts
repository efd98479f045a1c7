import { hasManyKeys, MANY_KEYS } from './count-keys.ts'
import { hasMoreValues } from './count-values.ts'

/**
 * The most values in JSON of a client: a push of 4 MB of rows has half as many. An empty object takes 25
 * times the memory of its text.
 */
export const MAX_VALUES = 1_000_000

/** What JSON has too much of to be parsed at once, and what to do about it. */
export interface JsonExcess {
  /** Continues a sentence: `more than 5 JSON values`. */
  what: string
  /** A sentence. */
  remedy: string
}

/** Returns what JSON of a client has too much of; undefined if it can be parsed. */
export function excessOf(json: string): JsonExcess | undefined {
  if (hasMoreValues(json, MAX_VALUES))
    return { what: `more than ${MAX_VALUES} JSON values`, remedy: 'Send it in smaller parts.' }
  if (!hasManyKeys(json)) return undefined
  return {
    what: MANY_KEYS,
    remedy: 'Send rows in smaller parts, and one large document as the `text` of `put_record`.',
  }
}
