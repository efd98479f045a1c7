import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  MINUS,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from '../../../shared/json-bytes.ts'
import { isMisplaced, MAX_DEPTH, MAX_KEYS } from './keys.ts'
import { isDigit, type Memory, numberEnd, ODD, stringEnd, wordEnd } from './tokens.ts'

/** Returns where a value ends, or `ODD`. */
export function valueEnd(memory: Memory, from: number, depth = 0): number {
  const { bytes } = memory
  const first = bytes[from] ?? 0
  if (first === QUOTE) {
    const end = stringEnd(memory, from + 1)
    return end === ODD ? ODD : end + 1
  }
  if (first === MINUS || isDigit(first)) return plainNumberEnd(bytes, from)
  if (first !== OPEN_OBJECT && first !== OPEN_ARRAY) return wordEnd(bytes, from)
  if (depth === MAX_DEPTH) return ODD
  return first === OPEN_ARRAY
    ? arrayEnd(memory, from + 1, depth)
    : objectEnd(memory, from + 1, depth)
}

/** Returns where a number ends, if `JSON.stringify` would write it in the same way. */
function plainNumberEnd(bytes: Buffer, from: number): number {
  const end = numberEnd(bytes, from)
  const token = bytes.toString('latin1', from, end)
  return String(Number(token)) === token ? end : ODD
}

function arrayEnd(memory: Memory, from: number, depth: number): number {
  const { bytes } = memory
  if (bytes[from] === CLOSE_ARRAY) return from + 1
  for (let at = from; ; at++) {
    at = valueEnd(memory, at, depth + 1)
    if (at === ODD) return ODD
    if (bytes[at] === CLOSE_ARRAY) return at + 1
    if (bytes[at] !== COMMA) return ODD
  }
}

function objectEnd(memory: Memory, from: number, depth: number): number {
  const { bytes } = memory
  if (bytes[from] === CLOSE_OBJECT) return from + 1
  let at = from
  for (let keys = 0; keys < MAX_KEYS; keys++, at++) {
    if (bytes[at] !== QUOTE) return ODD
    const end = stringEnd(memory, at + 1)
    if (end === ODD || bytes[end + 1] !== COLON) return ODD
    if (isMisplaced(bytes, { start: at + 1, end, depth, before: keys })) return ODD
    at = valueEnd(memory, end + 2, depth + 1)
    if (at === ODD) return ODD
    if (bytes[at] === CLOSE_OBJECT) return at + 1
    if (bytes[at] !== COMMA) return ODD
  }
  return ODD
}
