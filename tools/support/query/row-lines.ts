import { ToolError } from '../../../src/shared/errors.ts'

const NEWLINE = 10
const LINE_END = Buffer.from('\n')
/** The longest row, in bytes. Apify takes none of more than 9 MB; what has no end would fill the memory. */
const MAX_ROW_BYTES = 64 * 1024 * 1024

/** Cuts a body of jsonl into whole lines, and counts them. */
export class RowLines {
  private rest: Buffer[] = []
  private restBytes = 0
  private skip = 0
  /** Lines that were passed on. */
  rows = 0

  /** Begins with the same lines from the first on. Those that were passed on are left out. */
  restart(): void {
    this.keep([])
    this.skip = this.rows
  }

  /**
   * Returns the lines that end in a part of the body, in pieces that are whole lines together.
   * @throws {ToolError} if a line is too long
   */
  pass(part: Buffer): Buffer[] {
    const end = part.lastIndexOf(NEWLINE) + 1
    if (end === 0) {
      this.rest.push(part)
      this.restBytes += part.length
      if (this.restBytes > MAX_ROW_BYTES) throw tooLong()
      return []
    }
    const lines = [...this.rest, part.subarray(0, end)]
    this.keep(end < part.length ? [part.subarray(end)] : [])
    return this.unseen(lines)
  }

  /** Returns the last line of the body if no line end follows it. */
  end(): Buffer[] {
    const line = this.rest
    this.keep([])
    return line.length > 0 ? this.unseen([...line, LINE_END]) : []
  }

  private keep(rest: Buffer[]): void {
    this.rest = rest
    this.restBytes = rest[0]?.length ?? 0
  }

  /** Counts lines, and leaves out the ones that were passed on before. */
  private unseen(pieces: Buffer[]): Buffer[] {
    const left: Buffer[] = []
    for (const piece of pieces) {
      let from = 0
      for (let at = piece.indexOf(NEWLINE); at !== -1; at = piece.indexOf(NEWLINE, at + 1)) {
        if (this.skip === 0) this.rows++
        else if (--this.skip === 0) from = at + 1
      }
      if (this.skip === 0 && from < piece.length)
        left.push(from === 0 ? piece : piece.subarray(from))
    }
    return left
  }
}

function tooLong(): ToolError {
  return new ToolError(
    `A row of the dataset is longer than ${MAX_ROW_BYTES / 2 ** 20} MiB.`,
    'Name only the fields that the question needs in `fields`.',
  )
}
