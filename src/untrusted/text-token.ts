import type { Piece } from './piece.ts'
import { InvalidJson } from './sink.ts'
import { countChars, openBytes } from './utf8.ts'

export const NO_BYTES = Buffer.alloc(0)

/** A key, a text or a number of JSON, of which the beginning is kept. Texts are kept with their escapes. */
export class TextToken {
  /** Whether the closing quote was read. */
  isComplete = false
  /** What was read last and makes sense only with more text: half an escape, or half a character. */
  rest = NO_BYTES
  private limit = 0
  private kept = ''
  /** How many characters the escapes in it are longer than what they stand for. */
  private extraChars = 0
  /** Decoded characters after what is kept. */
  private moreChars = 0
  /** The first half of a character, which goes with the next part. */
  private half = ''

  /** @param limit how many characters are kept; infinite for a text that is taken in parts */
  begin(limit: number): void {
    this.isComplete = false
    this.rest = NO_BYTES
    this.limit = limit
    this.kept = ''
    this.moreChars = 0
    this.extraChars = 0
    this.half = ''
  }

  get isWanted(): boolean {
    return this.limit > 0
  }

  get isEndless(): boolean {
    return this.limit === Number.POSITIVE_INFINITY
  }

  /**
   * Reads inside a text, up to its closing quote or the end of the piece.
   * @returns where to read on
   * @throws {InvalidJson} if an escape is invalid
   */
  read(piece: Piece, from: number): number {
    const { bytes } = piece
    const end = piece.textEnd(from)
    this.isComplete = end < bytes.length
    this.rest = NO_BYTES
    let to = end
    if (!this.isComplete) {
      to = piece.openFrom
      if (this.isWanted) to -= openBytes(bytes, from, to)
      if (to < bytes.length) this.rest = Buffer.from(bytes.subarray(to))
    }
    if (this.isWanted) this.keep(bytes, from, to, piece.extraChars)
    return this.isComplete ? end + 1 : bytes.length
  }

  /**
   * Keeps a part of what the token consists of, unless enough is kept.
   * @param extraChars how many characters its escapes are longer than what they stand for
   */
  keep(bytes: Buffer, from: number, to: number, extraChars = 0): void {
    if (this.kept.length - this.extraChars < this.limit) {
      this.kept += bytes.toString('utf8', from, to)
      this.extraChars += extraChars
    } else this.moreChars += countChars(bytes, from, to) - extraChars
  }

  /** Returns the beginning without decoding it. It may hold on to a longer text. */
  raw(): string {
    return this.kept.length > this.limit ? this.kept.slice(0, this.limit) : this.kept
  }

  /** Returns the decoded beginning, and the length of the whole text. */
  text(): { start: string; length: number } {
    const decoded = decode(this.kept)
    const start = decoded.length > this.limit ? copy(decoded.slice(0, this.limit)) : decoded
    return { start, length: this.kept.length - this.extraChars + this.moreChars }
  }

  /** Returns what was decoded since the last part. */
  takePart(isLast: boolean): string {
    const part = this.half + decode(this.kept)
    this.kept = ''
    this.extraChars = 0
    const code = part.charCodeAt(part.length - 1)
    const splits = !isLast && code >= 0xd800 && code <= 0xdbff
    this.half = splits ? part.slice(-1) : ''
    return splits ? part.slice(0, -1) : part
  }
}

/** @throws {InvalidJson} if the text has a control character, the one thing that is not checked before */
function decode(raw: string): string {
  if (!raw.includes('\\')) return raw
  try {
    const decoded: unknown = JSON.parse(`"${raw}"`)
    return String(decoded)
  } catch (cause) {
    throw new InvalidJson(undefined, { cause })
  }
}

/** Returns a text that does not hold on to a longer one. */
export function copy(text: string): string {
  return decode(JSON.stringify(text).slice(1, -1))
}
