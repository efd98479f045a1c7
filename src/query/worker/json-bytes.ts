/**
 * Reads JSON where it lies, as UTF-8 in memory. Only JSON as `JSON.stringify` writes it is read; for any other,
 * such as blanks between values, the functions return `ODD`, and a parser has to read it. The bytes must end
 * with a control character, such as a line feed.
 */

/** Is returned for JSON that is left to a parser. */
export const ODD = -1

export const QUOTE = 34
export const COMMA = 44
export const MINUS = 45
export const POINT = 46
export const ZERO = 48
export const NINE = 57
export const COLON = 58
export const BACKSLASH = 92
export const OPEN_OBJECT = 123
export const CLOSE_OBJECT = 125
const SPACE = 32
const OPEN_ARRAY = 91
const CLOSE_ARRAY = 93

/** Memory with JSON in it. */
export interface Memory {
  bytes: Buffer
  /** The same, four bytes each. */
  words: Int32Array
}

/** The bytes at which a look at the content of a string stops. */
const STOPS = new Uint8Array(256).fill(1, 0, SPACE)
STOPS[QUOTE] = 1
STOPS[BACKSLASH] = 1
/** Such a byte, four times. */
const QUOTES = QUOTE * 0x01010101
const BACKSLASHES = BACKSLASH * 0x01010101
const SPACES = SPACE * 0x01010101
const ONES = 0x01010101
const HIGH_BITS = 0x80808080 | 0

/** What a letter behind a backslash stands for. `\u` and `\/` are odd. */
const ESCAPES = new Uint8Array(256)
for (const [letter = '', meant = ''] of ['""', '\\\\', 'b\b', 'f\f', 'n\n', 'r\r', 't\t'])
  ESCAPES[letter.charCodeAt(0)] = meant.charCodeAt(0)

const NUMBER_BYTES = new Uint8Array(256)
for (const sign of '0123456789+-.eE') NUMBER_BYTES[sign.charCodeAt(0)] = 1

const WORDS = ['true', 'false', 'null'].map((word) => Buffer.from(word))

/** Deeper values are odd. */
const MAX_DEPTH = 50
/** Objects with more keys are odd: each key is compared with those before it. */
const MAX_KEYS = 50
/** Where the keys of the objects begin and end that are being read, for each level. */
const KEYS = new Int32Array(2 * MAX_KEYS * MAX_DEPTH)

/** Returns where the next quote, backslash or control character is. */
export function stopIn({ bytes, words }: Memory, from: number): number {
  let at = from
  while (STOPS[bytes[at] ?? 0] === 0) {
    at++
    if ((at & 3) === 0) while (!hasStop(words[at >> 2] ?? 0)) at += 4
  }
  return at
}

/** Returns whether a word has such a byte: looking at four bytes at once takes a third of the time. */
function hasStop(word: number): boolean {
  const quotes = word ^ QUOTES
  const backslashes = word ^ BACKSLASHES
  // A byte that is 0, or below 32, borrows from its highest bit.
  const found =
    ((quotes - ONES) & ~quotes) |
    ((backslashes - ONES) & ~backslashes) |
    ((word - SPACES) & ~word)
  return (found & HIGH_BITS) !== 0
}

/** Returns what a letter behind a backslash stands for; 0 if it is odd. */
export function unescaped(letter: number | undefined): number {
  return ESCAPES[letter ?? 0] ?? 0
}

/** Returns where a string ends, at its quote, or `ODD`. @param from where its content begins */
export function stringEnd(memory: Memory, from: number): number {
  const { bytes } = memory
  let at = stopIn(memory, from)
  while (bytes[at] === BACKSLASH) {
    if (unescaped(bytes[at + 1]) === 0) return ODD
    at = stopIn(memory, at + 2)
  }
  return bytes[at] === QUOTE ? at : ODD
}

/** Returns where the digits and signs of a number end. */
export function numberEnd(bytes: Uint8Array, from: number): number {
  let at = from
  while (NUMBER_BYTES[bytes[at] ?? 0] === 1) at++
  return at
}

/** Returns where a value ends, or `ODD`. */
export function valueEnd(memory: Memory, from: number, depth = 0): number {
  const { bytes } = memory
  const first = bytes[from] ?? 0
  if (first === QUOTE) {
    const end = stringEnd(memory, from + 1)
    return end === ODD ? ODD : end + 1
  }
  if (first === MINUS || (first >= ZERO && first <= NINE)) return plainNumberEnd(bytes, from)
  if (first !== OPEN_OBJECT && first !== OPEN_ARRAY) return wordEnd(bytes, from)
  if (depth === MAX_DEPTH) return ODD
  return first === OPEN_ARRAY ? arrayEnd(memory, from + 1, depth) : objectEnd(memory, from + 1, depth)
}

/** Returns where `true`, `false` or `null` ends, or `ODD`. */
export function wordEnd(bytes: Uint8Array, from: number): number {
  for (const word of WORDS)
    if (word[0] === bytes[from]) return isAt(bytes, from, word) ? from + word.length : ODD
  return ODD
}

/** Returns whether bytes are found at a place. */
export function isAt(bytes: Uint8Array, from: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i++) if (bytes[from + i] !== wanted[i]) return false
  return true
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
    if (end === ODD || bytes[end + 1] !== COLON || isOddKey(bytes, at + 1, end, depth, keys))
      return ODD
    at = valueEnd(memory, end + 2, depth + 1)
    if (at === ODD) return ODD
    if (bytes[at] === CLOSE_OBJECT) return at + 1
    if (bytes[at] !== COMMA) return ODD
  }
  return ODD
}

/** Returns whether an object has the key already, or puts it elsewhere, as it does with digits; notes it. */
function isOddKey(
  bytes: Uint8Array,
  start: number,
  end: number,
  depth: number,
  keys: number,
): boolean {
  const first = bytes[start] ?? 0
  if (first >= ZERO && first <= NINE) return true
  const level = 2 * MAX_KEYS * depth
  for (let key = level; key < level + 2 * keys; key += 2) {
    const other = KEYS[key] ?? 0
    if ((KEYS[key + 1] ?? 0) - other === end - start && isSame(bytes, other, start, end))
      return true
  }
  KEYS[level + 2 * keys] = start
  KEYS[level + 2 * keys + 1] = end
  return false
}

function isSame(bytes: Uint8Array, other: number, start: number, end: number): boolean {
  for (let i = 0; start + i < end; i++) if (bytes[other + i] !== bytes[start + i]) return false
  return true
}
