import { END, kinds, SIGN } from './character-costs.ts'

/** A longer run ends where nobody asks further, in characters. */
const LONG_RUN = 64

/** Longer texts are rare. In characters. */
const MAX_SHARED_CHARS = 32_768
const sharedBytes = Buffer.allocUnsafeSlow(2 * MAX_SHARED_CHARS)

/**
 * Returns the characters of a text in UTF-16, for who reads it at once: the next call overwrites them. So each row of a
 * page needs no memory of its own.
 */
export function sharedCodes(text: string): Uint16Array {
  if (text.length > MAX_SHARED_CHARS) return codesOf(text)
  sharedBytes.write(text, 'utf16le')
  return new Uint16Array(sharedBytes.buffer, 0, text.length)
}

function codesOf(text: string): Uint16Array {
  const { buffer, byteOffset } = Buffer.from(text, 'utf16le')
  return new Uint16Array(buffer, byteOffset, text.length)
}

/** Goes through a text by runs of characters of one kind. */
export class TextCursor {
  protected at = 0
  /** Nobody asks further, for now. */
  protected end: number

  /** @param codes the text in UTF-16: numbers in an array are read faster than characters of a string */
  constructor(
    protected readonly text: string,
    protected readonly codes: Uint16Array = codesOf(text),
  ) {
    this.end = text.length
  }

  protected code(at: number): number {
    return this.codes[at] ?? 0
  }

  protected kindAt(at: number): number {
    return at < this.codes.length ? (kinds[this.code(at)] ?? SIGN) : END
  }

  /** Kind of the next character, or `END`. */
  protected kind(): number {
    return this.kindAt(this.at)
  }

  /** Moves to the next character of another kind and returns where that is. */
  protected skip(kind: number): number {
    const { codes } = this
    let at = this.at
    const end = Math.min(codes.length, Math.max(this.end, at + LONG_RUN))
    while (at < end && kinds[codes[at] ?? 0] === kind) at++
    this.at = at
    return at
  }
}
