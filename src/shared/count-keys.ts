import { closingQuote } from './json.ts'

/** How many different keys are common: rows have some hundreds, and share them. */
const MAX_COMMON_KEYS = 1000
/** The most keys of JSON that are not common, each time that they occur. */
const MAX_RARE_KEYS = 10_000
/** A text has at least this many characters for each key: `"":0,`. */
const CHARS_PER_KEY = 5

/** Each key sets one bit of so many, a power of two. Few of the common keys share one. */
const BITS = 2 ** 18
/** Odd and random, so that nobody can choose keys that share a bit. */
const FACTOR = Math.floor(Math.random() * 2 ** 31) * 2 + 1

/** What is wrong with JSON that has many rare keys: the rest of a sentence. */
export const MANY_KEYS = `more than ${MAX_RARE_KEYS} keys beside its first ${MAX_COMMON_KEYS}`

/**
 * Returns whether JSON has many keys that are rare, in one object or in many. Each of them takes a
 * microsecond and more, again in each pass over the values, while the keys that rows share take almost nothing.
 */
export function hasManyKeys(json: string): boolean {
  if (json.length < MAX_RARE_KEYS * CHARS_PER_KEY) return false
  const common = new Uint8Array(BITS / 8)
  let known = 0
  let rare = 0
  for (let open = json.indexOf('"'); open !== -1; ) {
    const after = closingQuote(json, open + 1)
    if (isBeforeColon(json, after)) {
      const bit = bitOf(json, open + 1, after - 1)
      const at = bit >>> 3
      const mask = 1 << (bit & 7)
      const byte = common[at] ?? 0
      if ((byte & mask) === 0 && known === MAX_COMMON_KEYS) rare++
      else if ((byte & mask) === 0) {
        common[at] = byte | mask
        known++
      }
      if (rare > MAX_RARE_KEYS) return true
    }
    open = json.indexOf('"', after)
  }
  return false
}

function bitOf(json: string, from: number, to: number): number {
  let hash = to - from
  for (let at = from; at < to; at++) {
    hash = Math.imul(hash ^ json.charCodeAt(at), FACTOR)
    hash ^= hash >>> 15
  }
  return hash & (BITS - 1)
}

function isBeforeColon(json: string, from: number): boolean {
  let at = from
  let code = json.charCodeAt(at)
  while (code === 32 || code === 10 || code === 13 || code === 9) code = json.charCodeAt(++at)
  return code === 58
}
