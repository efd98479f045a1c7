/** A longer line is split, in bytes, so that memory use has a limit. */
const MAX_LINE_BYTES = 64 * 1024

const NEWLINE = 10

/**
 * Splits bytes into lines of text. The lines depend on the bytes alone, not on the pieces in which
 * they come. What is not UTF-8 becomes U+FFFD.
 */
export class LineSplitter {
  private rest: Buffer = Buffer.alloc(0)

  /** Returns the lines that are complete with this piece. */
  push(piece: Buffer): string[] {
    const bytes = this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece])
    const lines: string[] = []
    let start = 0
    for (;;) {
      const newline = bytes.indexOf(NEWLINE, start)
      const end = newline === -1 ? bytes.length : newline
      if (end - start > MAX_LINE_BYTES) {
        const middle = characterStart(bytes, start + MAX_LINE_BYTES)
        lines.push(bytes.toString('utf8', start, middle))
        start = middle
      } else if (newline !== -1) {
        lines.push(bytes.toString('utf8', start, end).replace(/\r$/, ''))
        start = newline + 1
      } else {
        // A copy, so that the rest does not hold the whole piece in memory.
        this.rest = Buffer.from(bytes.subarray(start))
        return lines
      }
    }
  }

  /** Returns the last line if it has no end, and forgets it. */
  end(): string[] {
    const { rest } = this
    this.rest = Buffer.alloc(0)
    return rest.length > 0 ? [rest.toString('utf8').replace(/\r$/, '')] : []
  }
}

/** Returns where the character begins that a position may be inside of. It has up to 4 bytes. */
function characterStart(bytes: Buffer, position: number): number {
  for (let at = position; at > position - 4; at -= 1) {
    if (((bytes[at] ?? 0) & 0xc0) !== 0x80) return at
  }
  return position
}
