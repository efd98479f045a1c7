import { BACKSLASH, NINE, QUOTE, ZERO } from '../../../shared/json-bytes.ts'

// Reads JSON where it lies, as UTF-8 in memory, if it is written as `JSON.stringify` would write it. The bytes must
// end with a control character, such as a line feed.

/** Is returned for JSON that is left to a parser, such as one with blanks between values. */
export const ODD = -1

const SPACE = 32

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

export const TRUE = Buffer.from('true')
export const NULL = Buffer.from('null')
const WORDS = [TRUE, Buffer.from('false'), NULL]

/** Returns where the next quote, backslash or control character is. */
export function stopIn({ bytes, words }: Memory, from: number): number {
  let at = from
  while (STOPS[bytes[at] ?? 0] === 0) {
    at++
    if ((at & 3) === 0) while (!hasStop(words[at >> 2] ?? 0)) at += 4
  }
  return at
}

/** Returns whether a word has such a byte: one look at four bytes is three times as fast as four. */
function hasStop(word: number): boolean {
  const quotes = word ^ QUOTES
  const backslashes = word ^ BACKSLASHES
  // A byte that is 0, or below 32, borrows from its highest bit.
  const found =
    ((quotes - ONES) & ~quotes) | ((backslashes - ONES) & ~backslashes) | ((word - SPACES) & ~word)
  return (found & HIGH_BITS) !== 0
}

/** Returns what a letter behind a backslash stands for; 0 if it is odd. */
export function unescaped(letter: number | undefined): number {
  return ESCAPES[letter ?? 0] ?? 0
}

/**
 * Returns where a string ends, at its quote, or `ODD`.
 * @param from where its content begins
 */
export function stringEnd(memory: Memory, from: number): number {
  const { bytes } = memory
  let at = stopIn(memory, from)
  while (bytes[at] === BACKSLASH) {
    if (unescaped(bytes[at + 1]) === 0) return ODD
    at = stopIn(memory, at + 2)
  }
  return bytes[at] === QUOTE ? at : ODD
}

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE
}

/** Returns where digits end. */
export function digitsEnd(bytes: Uint8Array, from: number): number {
  let at = from
  while (isDigit(bytes[at])) at++
  return at
}

/** Returns where the digits and signs of a number end. */
export function numberEnd(bytes: Uint8Array, from: number): number {
  let at = from
  while (NUMBER_BYTES[bytes[at] ?? 0] === 1) at++
  return at
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
