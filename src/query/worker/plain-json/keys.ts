import { digitsEnd } from './tokens.ts'

/** Objects with more keys are odd: each key is compared with those before it. */
export const MAX_KEYS = 50
/** Deeper values are odd. */
export const MAX_DEPTH = 50

/** Where the keys of the objects begin and end that are being read, for each level. */
const KEYS = new Int32Array(2 * MAX_KEYS * MAX_DEPTH)

/** Where a key stands. */
interface Key {
  start: number
  end: number
  /** The level of its object, from 0. */
  depth: number
  /** The keys before it. */
  before: number
}

/**
 * Returns whether a parser would put a key elsewhere in its object: one that was there before, or an index. Otherwise
 * notes it.
 */
export function isMisplaced(bytes: Uint8Array, { start, end, depth, before }: Key): boolean {
  if (isIndex(bytes, start, end)) return true
  const level = 2 * MAX_KEYS * depth
  const next = level + 2 * before
  for (let key = level; key < next; key += 2) {
    const other = KEYS[key] ?? 0
    const isAsLong = (KEYS[key + 1] ?? 0) - other === end - start
    if (isAsLong && isSame(bytes, other, start, end)) return true
  }
  KEYS[next] = start
  KEYS[next + 1] = end
  return false
}

function isIndex(bytes: Uint8Array, start: number, end: number): boolean {
  return end > start && digitsEnd(bytes, start) === end
}

function isSame(bytes: Uint8Array, other: number, start: number, end: number): boolean {
  for (let i = 0; start + i < end; i++) if (bytes[other + i] !== bytes[start + i]) return false
  return true
}
