const QUOTE = 34
const BACKSLASH = 92
const FIRST_PRINTABLE = 32
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y
/** The longest escape, `\u0041`, in characters. */
const ESCAPE_CHARS = 6

/** A key, a text or a number of JSON, of which the beginning is kept. Texts are kept with their escapes. */
export class TextToken {
  /** Whether the closing quote was read. */
  isComplete = false
  /** What was read last and makes sense only with more text: half an escape. */
  rest = ''
  private limit = 0
  private kept = ''
  /** Characters with escapes, and how many characters the escapes are longer than what they stand for. */
  private rawChars = 0
  private extraChars = 0
  /** The first half of a character, which goes with the next part. */
  private half = ''

  /** @param limit how many characters are kept; infinite for a text that is taken in parts */
  begin(limit: number): void {
    this.isComplete = false
    this.rest = ''
    this.limit = limit
    this.kept = ''
    this.rawChars = 0
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
   * @returns where to read on; undefined if the text is invalid
   */
  read(text: string, from: number): number | undefined {
    this.rest = ''
    let at = from
    for (;;) {
      at = plainEnd(text, at)
      const code = at < text.length ? text.charCodeAt(at) : QUOTE
      if (code === QUOTE) {
        this.keep(text, from, at)
        this.isComplete = at < text.length
        return at + (this.isComplete ? 1 : 0)
      }
      if (code !== BACKSLASH) return undefined
      const after = this.escape(text, at)
      if (after === undefined) return this.suspend(text, from, at)
      at = after
    }
  }

  /** Keeps a part of what the token consists of, unless enough is kept. */
  keep(text: string, from: number, to: number): void {
    this.rawChars += to - from
    if (this.kept.length < this.limit) this.kept += text.slice(from, to)
  }

  /** Returns the beginning without decoding it. It may hold on to a longer text. */
  raw(): string {
    return this.kept.length > this.limit ? this.kept.slice(0, this.limit) : this.kept
  }

  /** Returns the decoded beginning, and the length of the whole text. */
  text(): { start: string; length: number } {
    const decoded = decode(this.kept)
    const start = decoded.length > this.limit ? copy(decoded.slice(0, this.limit)) : decoded
    return { start, length: this.rawChars - this.extraChars }
  }

  /** Returns what was decoded since the last part. */
  takePart(isLast: boolean): string {
    const part = this.half + decode(this.kept)
    this.kept = ''
    const code = part.charCodeAt(part.length - 1)
    const splits = !isLast && code >= 0xd800 && code <= 0xdbff
    this.half = splits ? part.slice(-1) : ''
    return splits ? part.slice(0, -1) : part
  }

  /** Returns where an escape ends; undefined if it is invalid, or not complete. */
  private escape(text: string, at: number): number | undefined {
    ESCAPE.lastIndex = at
    if (!ESCAPE.test(text)) return undefined
    const end = ESCAPE.lastIndex
    this.extraChars += end - at - 1
    return end
  }

  /** Leaves half an escape at the end of a piece for the next. */
  private suspend(text: string, from: number, at: number): number | undefined {
    if (text.length - at >= ESCAPE_CHARS || !/^\\(?:u[\da-fA-F]*)?$/.test(text.slice(at)))
      return undefined
    this.keep(text, from, at)
    this.rest = text.slice(at)
    return text.length
  }
}

/** Returns where the plain characters of a text end. */
function plainEnd(text: string, from: number): number {
  let at = from
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE || code === BACKSLASH || code < FIRST_PRINTABLE) break
  }
  return at
}

/** V8 copies shorter parts of a text. A longer one holds on to the text that it is a part of. */
const COPIED_CHARS = 13

function decode(raw: string): string {
  if (raw.length < COPIED_CHARS && !raw.includes('\\')) return raw
  const decoded: unknown = JSON.parse(`"${raw}"`)
  return String(decoded)
}

/** Returns a text that does not hold on to a longer one. */
export function copy(text: string): string {
  return decode(JSON.stringify(text).slice(1, -1))
}
