/** The longest row, in bytes. Apify takes no request of more than 9 MB, so its rows are shorter. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024
/** Bytes are worked on in pieces of so many. The first ones are smaller: they are parsed, to see what columns there are. */
const PIECE_BYTES = 128 * 1024
const FIRST_PIECE_BYTES = 8 * 1024

const LINE_FEED = 10
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

/** Is thrown for a line of more than `MAX_LINE_BYTES`. */
export class LineTooLong extends Error {
  override name = 'LineTooLong'
}

/**
 * Splits bytes into pieces of whole lines, however they are cut.
 * @param useLines takes one or more lines, separated by line feeds
 */
export function createLineSplitter(useLines: (lines: Buffer) => void) {
  let isFirst = true
  let pieceBytes = FIRST_PIECE_BYTES
  let started: Uint8Array[] = []
  let startedBytes = 0

  const keep = (bytes: Uint8Array): void => {
    if (bytes.length === 0) return
    startedBytes += bytes.length
    if (startedBytes > MAX_LINE_BYTES) throw new LineTooLong()
    // A copy, which `slice` of a Buffer is not: the sender may fill its buffer with the next bytes.
    started.push(new Uint8Array(bytes))
  }

  const pass = (bytes: Uint8Array): void => {
    if (bytes.length === 0) return
    const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    const isMarked = isFirst && BYTE_ORDER_MARK.every((byte, i) => lines[i] === byte)
    isFirst = false
    useLines(isMarked ? lines.subarray(BYTE_ORDER_MARK.length) : lines)
  }

  /** Passes on the line that has been started, with its last bytes. */
  const passStarted = (last: Uint8Array): void => {
    const line = Buffer.concat([...started, last])
    started = []
    startedBytes = 0
    pass(line)
  }

  const writePiece = (bytes: Uint8Array): void => {
    const end = bytes.lastIndexOf(LINE_FEED)
    if (end !== -1) {
      const from = started.length === 0 ? 0 : bytes.indexOf(LINE_FEED)
      if (started.length > 0) passStarted(bytes.subarray(0, from))
      pass(bytes.subarray(from, end))
    }
    keep(bytes.subarray(end + 1))
  }

  return {
    write(bytes: Uint8Array): void {
      for (let from = 0; from < bytes.length; ) {
        writePiece(bytes.subarray(from, from + pieceBytes))
        from += pieceBytes
        pieceBytes = Math.min(2 * pieceBytes, PIECE_BYTES)
      }
    },
    /** Passes on the last line, if no line feed ended it. */
    end(): void {
      if (started.length > 0) passStarted(new Uint8Array())
    },
  }
}
