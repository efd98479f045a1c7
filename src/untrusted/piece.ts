import { QUOTE } from '../shared/json-bytes.ts'
import { InvalidJson } from './sink.ts'

const BACKSLASH = 92
const LETTER_U = 117
/** The length of `\u0041`, in characters. */
const CODE_CHARS = 6
/** What else may follow a backslash. */
const ESCAPED = tableOf('"\\/bfnrt')
const HEX_DIGIT = tableOf('0123456789abcdefABCDEF')

/** A piece of JSON in UTF-8, in which the ends of texts are looked up. */
export class Piece {
  /** Of the last text, how many characters its escapes are longer than what they stand for. */
  extraChars = 0
  /** Where an escape begins that the next piece goes on with; the length if there is none. */
  openFrom: number
  /** The first quote and the first backslash from `from` on. They are looked up again when they are passed. */
  private from = 0
  private quote = -1
  private backslash = -1

  constructor(readonly bytes: Buffer) {
    this.openFrom = bytes.length
  }

  /**
   * Returns where the closing quote of a text is; the length of the piece if it is in none.
   * @throws {InvalidJson} if an escape is invalid
   */
  textEnd(from: number): number {
    if (from < this.from) {
      this.quote = -1
      this.backslash = -1
    }
    this.from = from
    this.extraChars = 0
    for (let at = from; ; ) {
      if (this.quote < at) this.quote = this.find(QUOTE, at)
      if (this.backslash < at) this.backslash = this.find(BACKSLASH, at)
      if (this.quote <= this.backslash) return this.quote
      const end = escapeEnd(this.bytes, this.backslash)
      if (end === undefined) {
        this.openFrom = this.backslash
        return this.bytes.length
      }
      this.extraChars += end - this.backslash - 1
      at = end
    }
  }

  private find(byte: number, from: number): number {
    const at = this.bytes.indexOf(byte, from)
    return at === -1 ? this.bytes.length : at
  }
}

/** Returns where an escape ends; undefined if that is in the next piece. */
function escapeEnd(bytes: Buffer, at: number): number | undefined {
  const code = bytes[at + 1]
  if (code === undefined) return undefined
  if (code !== LETTER_U) {
    if (ESCAPED[code] !== 1) throw new InvalidJson()
    return at + 2
  }
  const end = at + CODE_CHARS
  for (let digit = at + 2; digit < end; digit++) {
    const found = bytes[digit]
    if (found === undefined) return undefined
    if (HEX_DIGIT[found] !== 1) throw new InvalidJson()
  }
  return end
}

/** Returns a table that has 1 for some bytes and 0 for all others. */
function tableOf(chars: string): Uint8Array {
  const table = new Uint8Array(256)
  for (const code of Buffer.from(chars)) table[code] = 1
  return table
}
