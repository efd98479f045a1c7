/** The longest row, in bytes. Apify takes no request of more than 9 MB, so its rows are shorter. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024
/** Bytes are worked on in pieces of so many. The first ones are smaller: they are parsed, to see what columns there are. */
const PIECE_BYTES = 128 * 1024
const FIRST_PIECE_BYTES = 8 * 1024

export const LINE_FEED = 10
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

/** Is thrown for a line of more than `MAX_LINE_BYTES`. */
export class LineTooLong extends Error {
  override name = 'LineTooLong'
}

/** Splits bytes into pieces of whole lines, however they are cut. */
export class LineSplitter {
  private isFirst = true
  private pieceBytes = FIRST_PIECE_BYTES
  private started: Uint8Array[] = []
  private startedBytes = 0

  /** @param useLines takes one or more lines, separated by line feeds */
  constructor(private readonly useLines: (lines: Buffer) => void) {}

  /** @throws {LineTooLong} */
  write(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; ) {
      this.writePiece(bytes.subarray(from, from + this.pieceBytes))
      from += this.pieceBytes
      this.pieceBytes = Math.min(2 * this.pieceBytes, PIECE_BYTES)
    }
  }

  /** Passes on the last line, if no line feed ended it. */
  end(): void {
    if (this.started.length > 0) this.passStarted(new Uint8Array())
  }

  private writePiece(bytes: Uint8Array): void {
    const end = bytes.lastIndexOf(LINE_FEED)
    if (end !== -1) {
      const first = this.started.length === 0 ? -1 : bytes.indexOf(LINE_FEED)
      if (first !== -1) this.passStarted(bytes.subarray(0, first))
      this.pass(bytes.subarray(first + 1, end))
    }
    this.keep(bytes.subarray(end + 1))
  }

  private keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.startedBytes += bytes.length
    if (this.startedBytes > MAX_LINE_BYTES) throw new LineTooLong()
    // A copy, which `slice` of a Buffer is not: the sender may fill its buffer with the next bytes.
    this.started.push(new Uint8Array(bytes))
  }

  /** Passes on the line that has been started, with its last bytes. */
  private passStarted(last: Uint8Array): void {
    const line = Buffer.concat([...this.started, last])
    this.started = []
    this.startedBytes = 0
    this.pass(line)
  }

  private pass(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    const isMarked = this.isFirst && BYTE_ORDER_MARK.every((byte, i) => lines[i] === byte)
    this.isFirst = false
    this.useLines(isMarked ? lines.subarray(BYTE_ORDER_MARK.length) : lines)
  }
}
